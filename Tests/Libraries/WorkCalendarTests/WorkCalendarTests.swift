import Testing

@testable import WorkCalendar
