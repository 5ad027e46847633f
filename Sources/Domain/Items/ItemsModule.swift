// Items: see the migrations for what it owns.
