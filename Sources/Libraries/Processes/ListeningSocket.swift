import Glibc

/// A socket that takes connections on a port. It is opened once and can be handed down to several processes, which then
/// take connections out of one queue: when one of them dies, what stands in the queue goes to the others.
package struct ListeningSocket: Sendable, Hashable {
    /// Who can reach the port.
    package enum Reach: Sendable {
        /// Every network, IPv6 and IPv4.
        case everywhere
        /// This machine only.
        case thisMachine
    }

    package let descriptor: Int32

    /// A socket that another process has opened and handed down.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Opens a port, 0 for one that the system chooses. `[::]` takes IPv4 as well; a machine without IPv6 has `0.0.0.0`.
    ///
    /// - Parameters:
    ///   - backlog: how many connections may stand in the queue.
    ///   - listens: false only reserves the port; connections are refused until `listen` is called.
    /// - Throws: `ListenFailure` when the port cannot be had.
    package init(
        port: Int, reach: Reach = .everywhere, backlog: Int = 4_096, listens: Bool = true
    ) throws(ListenFailure) {
        let opened: Int32?
        switch reach {
        case .thisMachine: opened = try Self.openIPv4(port, address: INADDR_LOOPBACK)
        case .everywhere:
            let both = try Self.openIPv6(port)
            opened = if let both { both } else { try Self.openIPv4(port, address: INADDR_ANY) }
        }
        guard let opened else { throw ListenFailure(port: port, errorNumber: errno) }
        descriptor = opened
        guard listens else { return }
        do {
            try listen(backlog: backlog)
        } catch {
            Glibc.close(opened)
            throw error
        }
    }

    /// From now on connections stand in the queue.
    package func listen(backlog: Int = 4_096) throws(ListenFailure) {
        guard Glibc.listen(descriptor, Int32(backlog)) == 0 else {
            throw ListenFailure(port: port, errorNumber: errno)
        }
    }

    /// The port that it listens on.
    package var port: Int {
        var address = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) == 0 }
        }
        // The port stands at one place in both families.
        return isKnown ? Int(UInt16(bigEndian: address.sin6_port)) : 0
    }

    /// Takes no more connections here; processes that it was handed to are not touched.
    package func close() {
        Glibc.close(descriptor)
    }

    /// Nil when the machine has no IPv6.
    private static func openIPv6(_ port: Int) throws(ListenFailure) -> Int32? {
        guard let descriptor = make(AF_INET6) else { return nil }
        var off: Int32 = 0
        setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = in_port_t(truncatingIfNeeded: port).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 }
        }
        if isBound { return descriptor }
        let reason = errno
        Glibc.close(descriptor)
        // Switched off in the kernel: sockets can be made, addresses are not there.
        if reason == EADDRNOTAVAIL || reason == EAFNOSUPPORT { return nil }
        throw ListenFailure(port: port, errorNumber: reason)
    }

    private static func openIPv4(_ port: Int, address number: in_addr_t) throws(ListenFailure) -> Int32? {
        guard let descriptor = make(AF_INET) else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr = in_addr(s_addr: number.bigEndian)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 }
        }
        if isBound { return descriptor }
        let reason = errno
        Glibc.close(descriptor)
        throw ListenFailure(port: port, errorNumber: reason)
    }

    private static func make(_ family: Int32) -> Int32? {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { return nil }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }
}

/// Why a port could not be opened.
package struct ListenFailure: Error, Hashable, CustomStringConvertible {
    package let port: Int
    package let errorNumber: Int32

    package var description: String {
        switch errorNumber {
        case EADDRINUSE: "端口 \(port) 已被占用。请停掉占用它的程序，或用 --port-base 换一组端口。"
        case EACCES: "没有权限使用端口 \(port)。1024 以下的端口需要系统授权。"
        default: "端口 \(port) 打不开：\(String(cString: strerror(errorNumber)))"
        }
    }
}
