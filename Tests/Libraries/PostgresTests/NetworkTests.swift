import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Networks")
struct NetworkTests {
    /// One server with TLS on both loopback addresses, shared by the tests of this suite.
    private static let starting = Task { try await NetworkCluster.start() }

    private func query(_ connectionString: String) async throws -> [String] {
        let configuration = Configuration(connectionString: connectionString, poolSize: 1, waitLimit: .zero)
        let database = Database(configuration: configuration)
        let sql: SQL = """
            SELECT host(inet_server_addr()) AS address, coalesce(s.version, 'plain') AS tls
            FROM pg_stat_ssl AS s WHERE s.pid = pg_backend_pid()
            """
        let found = try await database.first(sql) { row in
            [try row.get("address", as: String.self), try row.get("tls", as: String.self)]
        }
        await database.close()
        return found ?? []
    }

    @Test("TLS with a certificate that is checked, over IPv4 and IPv6")
    func verifiedTLS() async throws {
        let network = try await Self.starting.value
        let tls = "sslmode=verify-full&sslrootcert=\(network.certificate)"
        #expect(try await query("postgresql://postgres@[::1]:\(network.port)/postgres?\(tls)") == ["::1", "TLSv1.3"])
        #expect(
            try await query("postgresql://postgres@127.0.0.1:\(network.port)/postgres?\(tls)") == [
                "127.0.0.1", "TLSv1.3",
            ])
    }

    @Test("a certificate of somebody else is refused")
    func foreignCertificate() async throws {
        let network = try await Self.starting.value
        let string = "host=::1 port=\(network.port) user=postgres dbname=postgres sslmode=verify-full"
        let error = await #expect(throws: PostgresError.self) {
            try await query(string + " sslrootcert=\(network.otherCertificate)")
        }
        #expect(error?.description.contains("certificate") == true)
    }

    @Test("of several hosts the first that lives is taken")
    func severalHosts() async throws {
        let network = try await Self.starting.value
        let string =
            "host=127.0.0.1,::1 port=1,\(network.port) user=postgres dbname=postgres target_session_attrs=read-write"
        #expect(try await query(string) == ["::1", "TLSv1.3"])
    }

    @Test("cancelling works over TLS, too")
    func cancelOverTLS() async throws {
        let network = try await Self.starting.value
        let string = "host=::1 port=\(network.port) user=postgres dbname=postgres sslmode=require application_name=tls"
        let database = Database(configuration: Configuration(connectionString: string, poolSize: 1))
        let watcher = Database(configuration: Configuration(connectionString: string + "-watcher", poolSize: 1))
        let sleeper = Task { try await database.query("SELECT pg_sleep(100)") }
        try await until {
            try await !watcher.query("SELECT FROM pg_stat_activity WHERE application_name = 'tls' AND state = 'active'")
                .isEmpty
        }
        sleeper.cancel()
        await #expect(throws: PostgresError.cancelled) { try await sleeper.value }
        #expect(try await database.query("SELECT 1").count == 1)
        await database.close()
        await watcher.close()
    }
}

/// A server that listens on the loopback addresses with a certificate made for the occasion.
private struct NetworkCluster {
    let cluster: PrivateCluster
    let port: Int
    let certificate: String
    let otherCertificate: String

    static func start() async throws -> NetworkCluster {
        let cluster = try await PrivateCluster.start()
        let folder = cluster.folder
        for name in ["server", "other"] {
            try await Program.run([
                "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1",
                "-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).crt",
            ])
        }
        let port = Int.random(in: 30_000...60_000)
        try await cluster.configure([
            "listen_addresses": "127.0.0.1,::1", "port": "\(port)", "ssl": "on",
            "ssl_cert_file": "\(folder)/server.crt",
            "ssl_key_file": "\(folder)/server.key",
        ])
        return NetworkCluster(
            cluster: cluster, port: port, certificate: "\(folder)/server.crt", otherCertificate: "\(folder)/other.crt")
    }
}
