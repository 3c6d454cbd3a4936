// A module of its own: go build ./... where this package is in node_modules passes its templates over.
module microgpt-spec/adapters
