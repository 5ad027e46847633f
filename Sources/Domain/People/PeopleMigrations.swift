package import Base

/// The schema `people`.
package enum PeopleMigrations {
    package static let all: [Migration] = [
        Migration(name: "people_0001_create_people", script: PackageResources.people_0001_create_people_sql),
        Migration(name: "people_0002_create_sign_in", script: PackageResources.people_0002_create_sign_in_sql),
        Migration(
            name: "people_0003_create_citizen_sign_in",
            script: PackageResources.people_0003_create_citizen_sign_in_sql),
        Migration(name: "people_0004_tell_identity", script: PackageResources.people_0004_tell_identity_sql),
        Migration(
            name: "people_0005_plan_current_party_once",
            script: PackageResources.people_0005_plan_current_party_once_sql),
        Migration(
            name: "people_0006_disable_unused_staff",
            script: PackageResources.people_0006_disable_unused_staff_sql),
        Migration(
            name: "people_0007_supervise_cases", script: PackageResources.people_0007_supervise_cases_sql),
    ]
}
