import Base
import Cases
import Foundation
import Identifiers
import People
import Postgres
import Sample
import Testing
import WorkCalendar

@Suite("What a sample leaves in the database keeps every rule of it")
struct SampleRowsTests {
    @Test("3 % wait for the window, 3 % are in examination, the rest has ended over three years")
    func proportions() async throws {
        let city = try await SampledCity.make()

        let waiting = try await city.number(
            "SELECT count(*) FROM cases.case_record WHERE status IN ('submitted', 'received', 'correcting')")
        let examined = try await city.number(
            """
            SELECT count(*) FROM cases.case_record WHERE status IN ('accepted', 'examining', 'reviewing', 'approving')
            """)
        let days = try await city.number(
            "SELECT (max(submitted_at)::date - min(submitted_at)::date) FROM cases.case_record")
        let kinds = try await city.number("SELECT count(DISTINCT status) FROM cases.case_record")

        #expect(try await city.number("SELECT count(*) FROM cases.case_record") == SampledCity.cases)
        #expect(waiting == 60)
        #expect(examined == 60)
        #expect(days > 1_080)
        #expect(try await CaseTally(database: city.owner).differences() == [])
        #expect(try await city.number("SELECT sum(cases) FROM cases.open_tally") > 120)
        #expect(kinds >= 11)
    }

    @Test("The chain of the operation log is whole, and every row of it is sealed")
    func auditChain() async throws {
        let city = try await SampledCity.make()

        let verdict = try await AuditVerifier(database: city.owner, headFile: nil).verify()

        #expect(verdict.finding == nil)
        #expect(verdict.waiting == 0)
        #expect(verdict.proved > 2 * SampledCity.cases)
    }

    @Test("Every foreign key holds")
    func foreignKeys() async throws {
        let city = try await SampledCity.make()
        let keys = try await city.owner.rows(
            """
            SELECT 'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT again_' || oid || ' ' || pg_get_constraintdef(oid)
                AS again
            FROM pg_constraint WHERE contype = 'f' AND connamespace IN ('cases'::regnamespace, 'people'::regnamespace,
                'base'::regnamespace, 'reviews'::regnamespace)
            """
        ) { try $0.get("again", as: String.self) }

        #expect(keys.count > 20)
        for key in keys {
            // Adding a key checks every row.
            try await city.owner.withConnection { try await $0.executeScript(key) }
        }
    }

    @Test("Counters stand where the numbers end, and no number has a gap")
    func counters() async throws {
        let city = try await SampledCity.make()

        let cases = try await city.number(
            """
            SELECT count(*) FROM (SELECT left(number, 14) AS prefix, count(*) AS cases, max(substr(number, 15)::int) AS last
                FROM cases.case_record GROUP BY 1) AS counted
            JOIN base.counter c ON c.series = 'case:' || counted.prefix AND c.value = counted.cases
                AND c.value = counted.last
            """)
        let series = try await city.number("SELECT count(*) FROM base.counter WHERE series LIKE 'case:%'")
        let papers = try await city.number(
            """
            SELECT coalesce(sum(value), 0)::bigint FROM base.counter WHERE series LIKE 'document:%'
            """)

        #expect(cases == series)
        #expect(series > 500)
        #expect(papers == (try await city.number("SELECT count(*) FROM cases.document WHERE kind <> 'receipt'")))
        #expect(papers > 100)
    }

    @Test("Time alone changes nothing on the day on which the sample ends")
    func deadlines() async throws {
        let city = try await SampledCity.make()

        let run = try await city.cases(.worker).applyDeadlines()

        #expect(run.deemedAccepted == 0)
        #expect(run.closedUnanswered == 0)
        #expect(try await city.number("SELECT count(*) FROM base.job") == 0)
    }

    @Test("Nobody in the sample can be anybody: names say so, numbers and phones are given to nobody")
    func people() async throws {
        let city = try await SampledCity.make()
        let persons = try await city.owner.rows(
            "SELECT DISTINCT name, document_number AS number, phone FROM people.account WHERE kind = 'natural'"
        ) { row in
            (
                name: try row.get("name", as: String.self), number: try row.get("number", as: String.self),
                phone: try row.get("phone", as: String.self)
            )
        }

        #expect(persons.count == 200)
        for person in persons {
            let number = try CitizenID(person.number)
            #expect(person.name.contains("样例"))
            #expect(person.number.hasPrefix("140900") && number.birthDate.year < 2_000)
            #expect(person.phone.hasPrefix("154"))
            #expect(try PhoneNumber(person.phone, accepting: [.mobile]).text == person.phone)
        }
        #expect(try await city.number("SELECT count(*) FROM people.staff WHERE password_hash IS NOT NULL") == 0)
    }

    @Test("Files point at three stored contents only")
    func files() async throws {
        let city = try await SampledCity.make()
        let digests = try await city.owner.rows("SELECT DISTINCT digest FROM base.file") {
            try $0.get("digest", as: String.self)
        }

        #expect(digests.count == 3)
        for digest in digests { #expect(try await SampledCity.store.holds(digest)) }
        #expect(
            try await city.number(
                """
                SELECT count(*) FROM cases.case_material m, unnest(m.file_ids) AS f (id)
                WHERE NOT EXISTS (SELECT FROM base.file b WHERE b.id = f.id AND b.case_id = m.case_id)
                """) == 0)
    }
}
