package import Postgres

/// A database for one test or suite, copied from a template in some tens of milliseconds. It ends with the server.
package struct TestDatabase: Sendable {
    /// What a template holds, made once per process.
    package struct Template: Sendable {
        let name: String
        let prepare: @Sendable (Database) async throws -> Void

        /// - Parameter name: lower-case letters, digits and `_`; the same name must always mean the same content.
        package init(_ name: String, prepare: @escaping @Sendable (Database) async throws -> Void) {
            self.name = name
            self.prepare = prepare
        }

        /// A database without anything.
        package static let empty = Template("empty") { _ in }
    }

    package let cluster: PrivateCluster
    package let name: String
    /// A small pool as the owner of everything.
    package let database: Database

    /// Makes a database from the template; the first call for a template makes that, too.
    package static func create(template: Template = .empty) async throws -> TestDatabase {
        let cluster = try await PrivateCluster.shared()
        let name = try await TestDatabaseFactory.shared.create(from: template, on: cluster)
        return TestDatabase(cluster: cluster, name: name, database: cluster.connect(database: name))
    }

    /// Another pool for the same database, for instance as a login role of less right.
    package func connect(user: String = "postgres", poolSize: Int = 4) -> Database {
        cluster.connect(database: name, user: user, poolSize: poolSize)
    }
}

/// Makes templates once and copies one after the other: PostgreSQL refuses to copy a template that is in use.
private actor TestDatabaseFactory {
    static let shared = TestDatabaseFactory()

    private var templates: [String: Task<Void, any Error>] = [:]
    private var copies: [String: Task<Void, any Error>] = [:]
    private var made = 0

    func create(from template: TestDatabase.Template, on cluster: PrivateCluster) async throws -> String {
        made += 1
        let name = "test_\(made)"
        let ready = templates[template.name] ?? Task { try await Self.make(template, on: cluster) }
        templates[template.name] = ready
        let before = copies[template.name]
        let copy = Task {
            _ = await before?.result
            try await ready.value
            try await Self.createDatabase(name, from: "tpl_\(template.name)", on: cluster)
        }
        copies[template.name] = copy
        try await copy.value
        return name
    }

    private static func make(_ template: TestDatabase.Template, on cluster: PrivateCluster) async throws {
        let name = "tpl_\(template.name)"
        try await createDatabase(name, from: "template0", on: cluster)
        let database = cluster.connect(database: name, poolSize: 1)
        do {
            try await template.prepare(database)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    private static func createDatabase(_ name: String, from template: String, on cluster: PrivateCluster) async throws {
        let administration = cluster.connect(poolSize: 1)
        do {
            let statement = "CREATE DATABASE \"\(name)\" TEMPLATE \"\(template)\" STRATEGY FILE_COPY"
            try await administration.withConnection { try await $0.executeScript(statement) }
            await administration.close()
        } catch {
            await administration.close()
            throw error
        }
    }
}
