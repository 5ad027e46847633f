import Markup

/// The buttons 长者版, 字号, 高对比: forms that work without script; with script the page changes at once.
struct PreferenceBar {
    let viewer: Viewer

    var html: HTML {
        let preferences = viewer.preferences
        let size = preferences.textSize
        return """
            <form class="prefs row" method="post" action="\(PreferencesRoute.path)" data-prefs>\
            \(hiddenField("back", viewer.location))\
            <button class="elder" name="mode" value="\(preferences.isElder ? "normal" : "elder")" \
            aria-pressed="\(preferences.isElder ? "true" : "false")">\(icon(.elder))\
            <span>\(preferences.isElder ? "退出长者版" : "长者版")</span></button>\
            <button name="text" value="\(size.next.rawValue)" aria-label="调整字号，当前\(size.term)">字号</button>\
            <button name="contrast" value="\(preferences.isHighContrast ? "normal" : "high")" \
            aria-pressed="\(preferences.isHighContrast ? "true" : "false")">\(icon(.contrast))<span>高对比</span></button></form>
            """
    }
}
