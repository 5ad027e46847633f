import Testing

@testable import GuoMi
