import HTTPTypes
import Hummingbird

/// Answers `/assets/…` before anything that costs: the files are in memory and the same for everybody.
struct AssetMiddleware: RouterMiddleware {
    typealias Context = DoorContext
    let assets: Assets

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path.hasPrefix("/assets/") else { return try await next(request, context) }
        context.coreContext.endpointPath.value = "/assets"
        guard request.method == .get || request.method == .head else { throw Problem.methodNotAllowed([.get, .head]) }
        guard let file = assets.files[request.uri.path] else { throw Problem.notFound }
        return response(file, request)
    }

    private func response(_ file: Assets.File, _ request: Request) -> Response {
        var headers: HTTPFields = [
            .contentType: file.type, .eTag: file.tag, .vary: "Accept-Encoding",
            .cacheControl: "public, max-age=31536000, immutable",
        ]
        if request.headers[.ifNoneMatch] == file.tag { return Response(status: .notModified, headers: headers) }
        var bytes = file.plain
        if let gzip = file.gzip, Self.takesGzip(request.headers[.acceptEncoding]) {
            bytes = gzip
            headers[.contentEncoding] = "gzip"
        }
        headers[.contentLength] = String(bytes.count)
        let body = request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        return Response(status: .ok, headers: headers, body: body)
    }

    static func takesGzip(_ header: String?) -> Bool {
        (header ?? "").lowercased().split(separator: ",").contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " } }
            return parts.first == "gzip" && !parts.dropFirst().contains { $0 == "q=0" || $0 == "q=0.0" }
        }
    }
}
