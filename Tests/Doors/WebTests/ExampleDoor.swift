import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Markup
import People
import Processes
import Testing

@testable import Web

/// A small door with one route of every kind, and people whose session tokens are known.
struct ExampleDoor {
    var settings: DoorSettings
    var routes: [DoorRoute]

    static let citizenToken = "citizen-session"
    static let clerkToken = "clerk-session"
    static let csrf = "0123456789abcdef"

    init(_ name: DoorName = .public, routes: [DoorRoute] = ExampleDoor.everyKind) {
        settings = DoorSettings(name, secret: Array("a secret of thirty-two characters".utf8))
        settings.signInPath = "/signin"
        settings.log = { _ in }
        self.routes = routes
    }

    var door: Door {
        Door(settings, identity: Self.identity, routes: routes)
    }

    /// The door without a network.
    func test<Value: Sendable>(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Value) async throws
        -> Value
    {
        try await Application(router: door.router(), logger: Logger(label: "test")).test(.router, body)
    }

    /// The door on a real socket.
    func live<Value: Sendable>(
        limits: ConnectionLimits = ConnectionLimits(), _ body: @escaping @Sendable (LiveDoor) async throws -> Value
    ) async throws -> Value {
        let ports = AsyncStream<Int>.makeStream()
        let server = DoorServer(
            door, at: .port(0, .everywhere), limits: limits, logger: Logger(label: "test"),
            onRunning: { ports.continuation.yield($0) })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let port = try #require(await ports.stream.first { _ in true })
            let value = try await body(LiveDoor(port: port, load: door.settings.load))
            group.cancelAll()
            return value
        }
    }

    static let identity = DoorIdentity(
        session: { token, _ in
            switch token {
            case citizenToken: session(token, .citizen(.example))
            case clerkToken: session(token, .officer(.example(rights: [.receiveCases])))
            default: nil
            }
        },
        client: { token in
            token == "bearer-of-cases" ? Client(id: "c1", name: "省平台", scopes: ["cases"], requestsPerMinute: 60) : nil
        })

    private static func session(_ token: String, _ subject: Subject) -> Session {
        Session(
            token: token, subject: subject, csrfToken: csrf, secondFactorAt: nil, expiresAt: .distantFuture,
            preferences: "{}")
    }

    static let everyKind: [DoorRoute] = [
        .get("/", .anyone) { _ in .page(TextPage("首页")) },
        .get("/items/{code}", .anyone) { request in .page(TextPage(try request.parameter("code"))) },
        .get("/form", .anyone) { request in .page(FormPage(token: request.formToken)) },
        .post("/form", .anyone, body: .form(limit: 1_000)) { request in
            .page(TextPage(request.form.fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")))
        },
        .get("/mine", .citizen) { request in .page(TextPage(try request.citizen.name)) },
        .post("/mine", .citizen) { _ in .redirect(to: "/mine") },
        .get("/desk", .staff) { request in .page(TextPage(try request.officer.name)) },
        .get("/receive", .right(.receiveCases)) { _ in .page(TextPage("收件")) },
        .get("/decide", .right(.decideCases)) { _ in .page(TextPage("决定")) },
        .get("/api/cases", .client(scope: "cases")) { request in try .json(["client": try request.client.id]) },
        .post("/json", .anyone, body: .json(limit: 2_000)) { request in try .json(try request.json(Person.self)) },
        .post("/upload", .anyone, body: .multipart(limit: 100_000)) { request in
            .page(TextPage(try await summary(of: request)))
        },
        .put("/raw", .anyone, body: .stream(limit: 50_000)) { request in
            var count = 0
            for try await chunk in request.stream { count += chunk.count }
            return .page(TextPage("\(count)"))
        },
        .get("/file", .anyone) { _ in
            .file(
                FileContent(
                    name: "受理 通知\".pdf", type: "application/pdf", bytes: Array("0123456789".utf8), version: "v1"))
        },
        .get("/refused", .anyone) { _ in throw ExampleRefusal.changed },
        .get("/failed", .anyone) { _ in throw ExampleFailure(secret: "140902199001011234") },
        .get("/slow", .anyone) { _ in
            try await Task.sleep(for: .seconds(60))
            return .done
        },
    ]

    private static func summary(of request: DoorRequest) async throws -> String {
        let lines = Collected<String>()
        try await request.forEachPart { part in
            var count = 0
            for try await chunk in part.chunks { count += chunk.count }
            let line = "\(part.header.name):\(part.header.fileName ?? "-"):\(count)"
            lines.append(line)
        }
        return lines.values.joined(separator: " ")
    }
}

/// A door that is open.
struct LiveDoor: Sendable {
    let port: Int
    let load: DoorLoad
}

struct Person: Codable, Sendable {
    struct Address: Codable, Sendable {
        let city: String
    }

    let name: String
    let age: Int
    let addresses: [Address]?
}

struct TextPage: Page {
    let words: String

    init(_ words: String) {
        self.words = words
    }

    var title: String { words }

    var body: HTML { "<h1>\(words)</h1>" }
}

struct FormPage: Page {
    let token: FormToken

    var title: String { "表单" }

    var body: HTML {
        form(action: "/form", token: token, "\(textField(FieldFace("name", "姓名")))\(button("提交申请", kind: .primary))")
    }
}

enum ExampleRefusal: Refusal {
    case changed

    var code: String { "example.changed" }
    var kind: RefusalKind { .stale }
    var reason: String { "办件已被他人修改，请刷新后再试。" }
}

struct ExampleFailure: Error {
    let secret: String
}

extension Citizen {
    static let example = Citizen(
        accountID: UUID(), name: "李建国", phone: "13800000000", documentType: "idCard",
        documentNumber: "140902199001011234")
}

extension Officer {
    static func example(rights: Set<Right>) -> Officer {
        Officer(
            staffID: UUID(), login: "wangli", name: "王丽", category: "business", organisationID: 1,
            organisationName: "市行政审批服务管理局", regionCode: "140900", post: "审批岗", rights: rights, bodies: [1],
            ownOnly: false, mustChangePassword: false)
    }
}

extension HTTPFields {
    /// What a browser sends when a page is opened.
    static let browser: HTTPFields = [.accept: "text/html,application/xhtml+xml"]

    /// The same with the citizen's session.
    static var citizen: HTTPFields { session(ExampleDoor.citizenToken, .public) }

    static var clerk: HTTPFields { session(ExampleDoor.clerkToken, .office) }

    static func session(_ token: String, _ door: DoorName) -> HTTPFields {
        var fields = HTTPFields.browser
        fields[.cookie] = "\(door.rawValue)-session=\(token)"
        return fields
    }

    func with(_ name: HTTPField.Name, _ value: String) -> HTTPFields {
        var fields = self
        fields[name] = value
        return fields
    }

    /// As a form of our own page.
    var asForm: HTTPFields { with(.contentType, "application/x-www-form-urlencoded") }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
