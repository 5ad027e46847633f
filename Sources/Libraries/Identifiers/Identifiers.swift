// Placeholder so that the package resolves until the module lands.
