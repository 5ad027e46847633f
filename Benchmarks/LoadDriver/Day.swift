/// The doors of a city as addresses.
struct DoorAddresses: Sendable {
    let `public`: DoorAddress
    let office: DoorAddress
    let api: DoorAddress

    init(_ doors: BenchCity.Doors) throws(DoorAddress.NotThisMachine) {
        `public` = try DoorAddress(doors.public)
        office = try DoorAddress(doors.office)
        api = try DoorAddress(doors.api)
    }
}

extension Crowd {
    /// The city day: so many citizens, clerks and supervisors, each with their own pace.
    package func day(users: Int) async -> Tally {
        await run(count: users) { index in
            switch Role.of(index, in: users) {
            case .citizen: await self.citizen(index)
            case .clerk: await self.clerk(index)
            case .supervisor: await self.supervisor(index)
            }
        }
    }

    func chance(of index: Int) -> Chance { Chance(seed: plan.seed &* 1_000_003 &+ UInt64(index)) }

    /// Comes at some moment of the ramp.
    func arrive(_ person: Person) async {
        await sleep(seconds: person.chance.fraction() * plan.ramp)
    }

    /// Between two acts of a closed loop.
    func think(_ person: Person, _ role: Role) async {
        guard plan.rate == nil else { return }
        await sleep(seconds: person.chance.pause(mean: role.think))
    }
}
