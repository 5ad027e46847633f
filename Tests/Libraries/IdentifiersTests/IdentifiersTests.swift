import Testing

@testable import Identifiers
