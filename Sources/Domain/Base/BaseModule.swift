// Base: see the migrations for what it owns.
