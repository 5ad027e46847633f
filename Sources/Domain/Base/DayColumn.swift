package import Postgres
package import WorkCalendar

/// A `date` column. PostgreSQL's `infinity` is no day.
extension CalendarDate: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> CalendarDate {
        guard let day = try cell.withBytes(as: CalendarDate.self, CalendarDate.init(utf8:)) else {
            throw cell.mismatch(CalendarDate.self)
        }
        return day
    }
}
