// Lanyard turns conference notes and phone photos into a finished post for a static site.
package main

func main() {}
