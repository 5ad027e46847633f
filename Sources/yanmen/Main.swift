@main struct Y { static func main() {} }
