import Markup
import Web

/// `/help`: how things are done here.
struct HelpPage: Page {
    var title: String { "新手指引" }

    var mainClass: String { "wrap" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        """
        \(breadcrumb([Link("首页", "/")], here: title))<h1 class="page-h">\(title)</h1>
        <div class="card card-b flow prose">
        <h2>怎样找到要办的事</h2><p>在首页搜索框里说出您想办的事，例如“补身份证”“开饭店”。拼音和拼音首字母也可以。\
        也可以按主题、按部门找。</p>
        <h2>怎样在线办理</h2><ol class="nums flow"><li>打开办事指南，先选您的情形；</li><li>按“在线办理”，登录后填表、传材料；</li>\
        <li>核对无误后提交，记下办件编号；</li><li>凭办件编号和手机号后四位查进度。</li></ol>
        <h2>为什么有的事项不能在线办理</h2><p>指南写着“待完善”的事项，内容还没有核实齐全，所以不开放在线办理。请拨打 12345 咨询，或到窗口办理。</p>
        <h2>“示例”是什么意思</h2><p>标有“示例”的内容是演示用的，不是正式规定。</p>
        <h2>不会用怎么办</h2><p>拨打 12345，或到政务服务中心综合窗口，工作人员帮您办。页面上方可以换成长者版、放大字号。</p></div>
        """
    }
}

/// `/a11y`: what works for whom, and what does not yet.
struct AccessibilityPage: Page {
    var title: String { "无障碍说明" }

    var mainClass: String { "wrap" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        """
        \(breadcrumb([Link("首页", "/")], here: title))<h1 class="page-h">\(title)</h1>
        <div class="card card-b flow prose">
        <p>本站按 WCAG 2.1 AA 和 GB/T 37668 设计。下面是能做到的和还没做到的。</p>
        <h2>能做到的</h2><ul class="dots"><li>全部页面可以只用键盘操作，按 Tab 键依次移动，当前位置有明显外框；</li>\
        <li>不启用脚本时，查找、填表、提交、查进度照常可用；</li><li>长者版：大字、大按钮、单列；字号可再放大三级；</li>\
        <li>高对比模式；状态同时用形状、文字和颜色表示；</li><li>支持读屏软件：有标题层级、地标和跳到主要内容的链接。</li></ul>
        <h2>还没做到的</h2><ul class="dots"><li>没有语音播报和手语视频；</li><li>申请人自己上传的文件，我们不能保证可以被读屏软件读出。</li></ul>
        <h2>遇到困难</h2><p>拨打 12345，告诉我们页面和问题，工作人员会帮您办完这件事。</p></div>
        """
    }
}

/// `/privacy`: which data is kept, for what, for how long.
struct PrivacyPage: Page {
    var title: String { "隐私保护" }

    var mainClass: String { "wrap" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        """
        \(breadcrumb([Link("首页", "/")], here: title))<h1 class="page-h">\(title)</h1>
        <div class="card card-b flow prose">
        <h2>收集什么</h2><p>只浏览和搜索，不需要登录，也不记录您是谁。在线办理时，收集您填写的身份、联系方式、申请内容和上传的材料。</p>
        <h2>用来做什么</h2><p>只用于办理您申请的事项、通知您进度、依法归档。不用于广告，不提供给与办理无关的人。</p>
        <h2>谁能看到</h2><p>办理这件事的部门和人员。每次查看、修改都有记录，可以追查。页面上的姓名、证件号和手机号会隐去一部分。</p>
        <h2>存多久</h2><p>没有提交的草稿保存 30 天。已提交的办件按档案管理规定保存。</p>
        <h2>Cookie</h2><p>只用两类：保持登录的，和记住字号、长者版等显示设置的。没有第三方统计，没有跟踪。</p>
        <h2>您的权利</h2><p>您可以查看自己的办件和材料，撤回未决定的申请；发现信息有误，可以要求更正。拨打 12345 提出。</p></div>
        """
    }
}
