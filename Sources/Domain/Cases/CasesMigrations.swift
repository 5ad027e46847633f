package import Base

/// The schema `cases`.
package enum CasesMigrations {
    package static let all: [Migration] = [
        Migration(name: "cases_0001_create_cases", script: PackageResources.cases_0001_create_cases_sql)
    ]
}
