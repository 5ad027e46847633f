import Glibc

/// Processor time.
package enum ProcessorTime {
    /// Seconds of this process so far, user and system.
    package static var ofThisProcess: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }
}

/// How many connections this process may have.
package enum OpenFiles {
    package struct TooFew: Error, CustomStringConvertible {
        let wanted: Int
        let allowed: Int
        package var description: String {
            "\(wanted) connections need as many open files, this machine allows \(allowed): raise it with ulimit -n"
        }
    }

    /// Raises the soft limit as far as needed.
    ///
    /// - Throws: `TooFew` when the hard limit is lower.
    package static func allow(_ wanted: Int) throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_cur < rlim_t(wanted) else { return }
        guard limit.rlim_max >= rlim_t(wanted) else { throw TooFew(wanted: wanted, allowed: Int(limit.rlim_max)) }
        limit.rlim_cur = rlim_t(wanted)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
