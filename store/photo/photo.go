// Package photo owns the way of a picture from the phone into a post: it looks at a file's header, turns it upright, brings its
// colours to sRGB, shrinks it, strips what is private and places it under a safe name, or says in one typed error why not.
//
// Nothing here starts a goroutine that outlives the call, except that [Pool.ImportAll] starts its workers and joins them before it
// returns. Everything may be called from any goroutine; calls that place files in the same folder at once should share a [Pool], so
// that the same photo dropped twice is stored once.
//
// HEIC and AVIF are decoded in a child process (see [ChildMain]) under a memory and time limit.
package photo

import "time"

// Limits on what a file may claim before anything of it is decoded. They come from facts/photos.md §8.
const (
	maxBytes       = 100 << 20 // of the file
	maxSide        = 30_000    // pixels
	maxBaseline    = 200_000_000
	maxProgressive = 64_000_000
	maxHEIC        = 64_000_000
	maxOther       = 50_000_000
	maxSVG         = 5 << 20
)

// Info is what a photo's header says. Look never decodes pixels for it.
type Info struct {
	Format        Format
	Width, Height int // upright, in pixels; 0×0 for an SVG without a size
	Orientation   int // EXIF numbering 1 … 8, whether EXIF or the HEIC container said so
	Taken         time.Time
	HasTaken      bool
	HasZone       bool // Taken carries the offset of the place; else it is a wall clock time in UTC
	Edited        bool // Taken is when the file was last changed, for it does not say when it was taken
	Camera        string
	Body          string    // tells the camera from others of its model where it has a serial number, which Body does not tell; "" where no camera is named
	Private       []Private // what would be stripped and tells about people and places, without repetition
	Metadata      bool      // any metadata at all would be stripped, private or not
	Animated      bool
	Progressive   bool
	Profile       string // the name of the colour profile's kind: "", "sRGB", "matrix", "gray", "table"
	Bytes         int64
	ModTime       time.Time
}

// Private is a kind of metadata that must not be published.
type Private string

// The kinds of private metadata.
const (
	PrivateGPS       Private = "gps"
	PrivateSerial    Private = "serial"
	PrivateName      Private = "name"
	PrivateMaker     Private = "maker"
	PrivateThumbnail Private = "thumbnail"
	PrivateTrailer   Private = "trailer" // data after the end of the picture: motion photos, gain maps, second pictures
	PrivateComment   Private = "comment"
)

// Settings say how photos go into a post. The zero value is the default.
type Settings struct {
	Max       int      // longest side in pixels; 0 means 2048
	Quality   int      // of JPEG, 1 … 100; 0 means 85
	Originals string   // directory that receives a copy of each original; "" keeps none. Must lie outside the content folder
	State     string   // directory for capture times, withdrawn and replaced files; "" keeps none of them
	Open      Opener   // for the pictures that a post has; photos on their way in are opened by the path that the author gave
	Record    Recorder // hears of each file before it appears; may be nil
}

func (s Settings) max() int {
	if s.Max <= 0 {
		return 2048
	}
	return s.Max
}

func (s Settings) quality() int {
	if s.Quality <= 0 || s.Quality > 100 {
		return 85
	}
	return s.Quality
}

// Result says what became of one photo.
type Result struct {
	Source        string // as given
	Name          string // the file's name in the post's folder
	Format        Format // of what is stored
	From          Format // of what was given
	Width, Height int
	Taken         time.Time
	HasTaken      bool
	HasZone       bool
	Edited        bool // Taken is when the file was last changed
	Camera        string
	Body          string // as in Info
	Reused        bool   // the same photo was there already; nothing was written
	Converted     bool   // the format changed
	Stripped      bool   // the pixels are bit for bit the original's; only metadata went
	Bytes         int64
	Hash          uint64 // difference hash; see [Near]
	Similar       string // name of a photo in the folder that looks nearly the same, or ""
	Undo          Placed
	StateErr      error // the photo is in, but its capture time could not be kept
}
