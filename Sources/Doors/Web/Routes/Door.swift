import Base
import Dispatch
package import Hummingbird

/// A listener's whole behaviour: its routes within the pipeline that every request goes through.
///
/// In order: access log → security headers → problems become answers → Host check → assets → limit per address →
/// (known route:) declared length and type → gate → time limit → session → right → limit per session → body and form
/// token → handler.
package struct Door: Sendable {
    package let settings: DoorSettings
    /// The routes of the door and those that every door with pages has.
    package let routes: [DoorRoute]
    private let identity: DoorIdentity
    private let layout: any Layout
    private let assets: Assets

    /// - Parameter layout: the frame of its pages and of its error pages.
    package init(
        _ settings: DoorSettings, identity: DoorIdentity = .nobody, layout: any Layout = PlainLayout(),
        assets: Assets = .shared, routes: [DoorRoute]
    ) {
        self.settings = settings
        self.identity = identity
        self.layout = layout
        self.assets = assets
        let own = routes + ProblemGuideRoutes.all
        self.routes = settings.isForPrograms ? own : own + [PreferencesRoute.route(settings)]
    }

    /// The Hummingbird router. Two routes with one method and path are a programmer's mistake and stop the program.
    package func router() -> Router<DoorContext> {
        let renderer = AnswerRenderer(settings: settings, layout: layout)
        let router = Router(context: DoorContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: AccessLog(settings: settings))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ProblemMiddleware(renderer: renderer))
        router.add(middleware: HostCheck())
        router.add(middleware: AssetMiddleware(assets: assets))
        let addressLimiter = RateLimiter(
            settings.limits().addressRate, scope: "\(settings.name.rawValue) address", table: settings.limitTable)
        router.add(middleware: AddressLimit(limiter: addressLimiter))
        router.add(middleware: MethodCheck(routes: routes))
        let stage = Stage(settings: settings, identity: identity, renderer: renderer)
        for route in routes.sorted(by: { Self.order(of: $0.path) < Self.order(of: $1.path) }) {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await stage.respond(to: request, on: route, context: context)
            }
        }
        return router
    }

    /// The router takes the first path that fits, so `/items/new` comes before `/items/{code}`, whatever the order in the
    /// array of routes.
    static func order(of path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix("{") && $0.hasSuffix("}") ? "~" : String($0) }
            .joined(separator: "/")
    }

    static func shape(of path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
    }
}

/// Answers a known path with a method that it does not have by 405 and not by 404, whatever the method is called.
struct MethodCheck: RouterMiddleware {
    typealias Context = DoorContext
    private struct Place {
        let path: String
        let parts: [Substring]
        let allowed: [HTTPRequest.Method]
    }

    private let places: [Place]

    init(routes: [DoorRoute]) {
        // Two paths that differ in the names of their parameters are one path to the router.
        let byShape = Dictionary(grouping: routes) { Door.shape(of: $0.path) }
        places = byShape.values.compactMap { group in
            guard let path = group.first?.path else { return nil }
            precondition(group.allSatisfy { $0.path == path }, "\(path) has other names for its parameters elsewhere")
            let known = Set(group.map(\.method))
            let all = known.contains(.get) ? known.union([.head]) : known
            return Place(
                path: path, parts: path.split(separator: "/"), allowed: all.sorted { $0.rawValue < $1.rawValue })
        }
    }

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            guard let place = place(of: request.uri.path) else { throw error }
            context.coreContext.endpointPath.value = place.path
            throw Problem.methodNotAllowed(place.allowed)
        }
    }

    /// The place with the fewest parameters that the path fits.
    private func place(of path: String) -> Place? {
        let parts = path.split(separator: "/")
        return places.filter { place in
            place.parts.count == parts.count && zip(place.parts, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }.min { first, second in Door.order(of: first.path) < Door.order(of: second.path) }
    }
}

/// Counts requests of one sender.
struct AddressLimit: RouterMiddleware {
    typealias Context = DoorContext
    let limiter: RateLimiter

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        let address = context.facts.address
        if !address.isThisMachine, let wait = limiter.refusal(for: address.network, now: Uptime.now) {
            throw Problem.tooMany(retryAfter: wait)
        }
        return try await next(request, context)
    }
}

/// Time since the machine began, the same for all programs on it, for limits.
package enum Uptime {
    /// Also after this process was started anew.
    package static var now: Duration {
        .nanoseconds(Int64(DispatchTime.now().uptimeNanoseconds))
    }
}

/// `POST /preferences`: how this reader wants pages to look.
enum PreferencesRoute {
    static let path = "/preferences"

    static func route(_ settings: DoorSettings) -> DoorRoute {
        var route = DoorRoute.post(path, .anyone, body: .form(limit: 4_096)) { request in
            var preferences = request.preferences
            preferences.apply(request.form)
            let cookie = SetCookie(Preferences.cookieName, preferences.cookie, maxAge: 365 * 86_400)
            return Answer.redirect(to: request.form["back"] ?? "/").setting(cookie)
        }
        route.isGuardedByOriginOnly = true
        return route
    }
}
