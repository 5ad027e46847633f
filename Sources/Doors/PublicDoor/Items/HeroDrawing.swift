import Markup

/// The wall in the hills behind the search box; decoration only.
enum HeroDrawing {
    static let html: HTML = """
        <svg class="land" viewBox="0 0 1440 400" preserveAspectRatio="xMidYMax slice" aria-hidden="true">\
        <circle cx="1130" cy="112" r="46" fill="#f6d48a" opacity=".75"/><circle cx="1130" cy="112" r="72" fill="#f6d48a" opacity=".22"/>\
        <path d="M0 268c90-44 150-62 220-58s96-46 170-44 96 42 150 40 96-64 176-60 100 58 168 56 112-70 190-66 120 64 190 60 \
        110-30 176-34V400H0z" fill="#c6d9ef" opacity=".75"/>\
        <path d="M0 312c120-52 210-40 300-22s170-44 280-34 170 46 268 34 190-66 300-46 190 44 292 20V400H0z" fill="#a9c5e6" opacity=".7"/>\
        <g fill="#7fa6d3" opacity=".85"><path d="M0 352c140-40 260-26 380-10s240-22 360-14 220 28 340 10 240-24 360-4V400H0z"/>\
        <path d="M196 327v-22h-4v-6h6v4h5v-4h6v4h5v-4h6v6h-4v20z"/><path d="M1236 330v-30h-5v-8h8v5h6v-5h8v5h6v-5h8v8h-5v30z"/></g>\
        <path d="M216 323c120 8 190 22 300 14s220-26 330-16 210 22 300 12l90-10" fill="none" stroke="#6f98c9" stroke-width="5" \
        stroke-dasharray="9 4" opacity=".75"/><path d="M0 380c200-18 420-6 640-10s520 6 800-6v40H0z" fill="#f6f8fb"/>\
        <g fill="none" stroke="#4d78ad" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">\
        <path d="M262 96c7-6 13-5 17 1 4-6 10-7 17-1"/><path d="M300 118c6-5 11-4 14 1 3-5 8-6 14-1"/>\
        <path d="M228 122c6-5 11-4 14 1 3-5 8-6 14-1"/><path d="M334 142c5-4 9-3 12 1 3-4 7-5 12-1"/></g></svg>
        """
}
