import Base
import Foundation
import HTTPTypes
import HummingbirdTesting
import People
import Testing

@testable import Web

struct AccessTests {
    enum Who: String, CaseIterable, Sendable {
        case nobody, citizen, clerk, client
    }

    @Test("each access lets in whom it names and nobody else", arguments: Who.allCases)
    func matrix(who: Who) {
        let visitor: Visitor =
            switch who {
            case .nobody: .nobody
            case .citizen: .session(.example(.citizen(.example)))
            case .clerk: .session(.example(.officer(.example(rights: [.receiveCases]))))
            case .client: .client(Client(id: "c", name: "c", scopes: ["cases"], requestsPerMinute: 1), token: "t")
            }
        let admitted: [Who: [Access]] = [
            .nobody: [.anyone],
            .citizen: [.anyone, .citizen],
            .clerk: [.anyone, .staff, .right(.receiveCases)],
            .client: [.anyone, .client(scope: "cases")],
        ]
        let all: [Access] = [
            .anyone, .citizen, .staff, .right(.receiveCases), .right(.decideCases), .client(scope: "cases"),
            .client(scope: "items"),
        ]
        for access in all {
            let mayEnter = access.refusal(of: visitor) == nil
            #expect(mayEnter == admitted[who, default: []].contains(access), "\(access.word)")
        }
    }

    @Test("a missing sign-in is 401, a missing right is 403")
    func statuses() {
        let clerk = Visitor.session(.example(.officer(.example(rights: []))))

        #expect(Access.right(.decideCases).refusal(of: clerk)?.status == .forbidden)
        #expect(Access.citizen.refusal(of: clerk)?.status == .unauthorized)
        #expect(Access.staff.refusal(of: .nobody)?.status == .unauthorized)
    }

    @Test("a person who opens a page before signing in is led to sign in and back")
    func leadsToSignIn() async throws {
        try await ExampleDoor().test { client in
            let page = try await client.execute(uri: "/mine?tab=a&b=%E4%BA%8B", method: .get, headers: .browser)
            #expect(page.status == .seeOther)
            #expect(page.headers[.location] == "/signin?next=%2Fmine%3Ftab%3Da%26b%3D%25E4%25BA%258B")

            let program = try await client.execute(uri: "/mine", method: .get)
            #expect(program.status == .unauthorized)
            #expect(program.headers[.contentType] == "application/problem+json")
        }
    }

    @Test("the session of a door opens that door only")
    func sessionPerDoor() async throws {
        try await ExampleDoor(.office).test { client in
            let own = try await client.execute(uri: "/receive", method: .get, headers: .clerk)
            #expect(own.status == .ok)

            let foreign = try await client.execute(
                uri: "/receive", method: .get, headers: .session(ExampleDoor.clerkToken, .public))
            #expect(foreign.status == .seeOther)

            let missing = try await client.execute(uri: "/decide", method: .get, headers: .clerk)
            #expect(missing.status == .forbidden)
        }
    }

    @Test("a program is known by its bearer token and held to its scope")
    func bearer() async throws {
        try await ExampleDoor(.api).test { client in
            let known = try await client.execute(
                uri: "/api/cases", method: .get, headers: [.authorization: "Bearer bearer-of-cases"])
            #expect(known.status == .ok)
            #expect(known.text == "{\"client\":\"c1\"}")

            let unknown = try await client.execute(
                uri: "/api/cases", method: .get, headers: [.authorization: "Bearer other"])
            #expect(unknown.status == .unauthorized)
            #expect(unknown.headers[.wwwAuthenticate] == "Bearer")
        }
    }

    @Test("every route of a door refuses whom its access does not name")
    func roleByRoute() async throws {
        let door = ExampleDoor().door
        try await ExampleDoor().test { client in
            for route in door.routes where route.method == .get && route.access != .anyone {
                let answer = try await client.execute(uri: route.path, method: route.method)

                #expect(answer.status == .unauthorized, "\(route.path)")
            }
        }
    }

    @Test("the list of routes shows method, path, access and body")
    func table() {
        let routes: [DoorRoute] = [
            .get("/b", .right(.decideCases)) { _ in .done },
            .post("/a", .anyone) { _ in .done },
        ]

        #expect(routes.table == "POST  /a  anyone             form\nGET   /b  right:decideCases  none")
    }
}

extension Session {
    static func example(_ subject: Subject) -> Session {
        Session(
            token: "t", subject: subject, csrfToken: "c", secondFactorAt: nil, expiresAt: .distantFuture,
            preferences: "{}")
    }
}
