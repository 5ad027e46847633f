extension Assets {
    /// What stands in this folder, in the order in which the files name one another.
    static var embedded: [(name: String, bytes: [UInt8])] {
        [
            ("icons.svg", PackageResources.icons_svg),
            ("arrow.svg", PackageResources.arrow_svg),
            ("emblem.svg", PackageResources.emblem_svg),
            ("ui.css", PackageResources.ui_css),
            ("ui.js", PackageResources.ui_js),
            ("upload.js", PackageResources.upload_js),
            ("office.js", PackageResources.office_js),
            ("portal.js", PackageResources.portal_js),
        ]
    }
}
