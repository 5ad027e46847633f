package import Base

/// The schema `cases`.
package enum CasesMigrations {
    package static let all: [Migration] = [
        Migration(name: "cases_0001_create_cases", script: PackageResources.cases_0001_create_cases_sql),
        Migration(
            name: "cases_0002_count_originals", script: PackageResources.cases_0002_count_originals_sql),
        Migration(name: "cases_0003_note_presence", script: PackageResources.cases_0003_note_presence_sql),
        Migration(
            name: "cases_0004_let_clients_withdraw", script: PackageResources.cases_0004_let_clients_withdraw_sql),
        Migration(name: "cases_0005_keep_tally", script: PackageResources.cases_0005_keep_tally_sql),
    ]
}
