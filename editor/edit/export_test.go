package edit

import "time"

// Boundary is for the tests that run the whole table.
var Boundary = boundary

var env = Env{Now: time.Date(2019, 6, 28, 11, 5, 0, 0, time.UTC)}
