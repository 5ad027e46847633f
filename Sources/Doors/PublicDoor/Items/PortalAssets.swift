import Markup
import Web

/// What the pages about items need besides the common style sheet and script.
enum PortalAssets {
    static var head: HTML { Assets.script("portal.js") }
}
