// Cases: see the migrations for what it owns.
