/// Numbers of a binary file, lowest byte first. Beyond the end there are zeros: no place that a damaged file names may stop the program.
extension [UInt8] {
    func byte(_ place: Int) -> Int { indices.contains(place) ? Int(self[place]) : 0 }

    func word(_ place: Int) -> Int {
        place >= 0 && place + 2 <= count ? Int(self[place]) | Int(self[place + 1]) << 8 : 0
    }

    func long(_ place: Int) -> Int { word(place) | word(place + 2) << 16 }

    func double(_ place: Int) -> Double {
        Double(bitPattern: UInt64(long(place)) | UInt64(long(place + 4)) << 32)
    }
}
