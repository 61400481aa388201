"""Every command of the window as a QAction: words, what it does, icon and keys."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.theme import SchemeChoice
from desktop.views.view_commands import describe
from desktop.widgets.icons import name_icon


class OwnActions(QObject):
    """The commands of the window; ellipses mean: asks for something first. The attribute names a command for good."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._add_file_commands()
        self._add_export_commands()
        self._add_edit_commands()
        self._add_plan_commands()
        self._add_collect_commands()
        self._add_help_commands()
        self._add_schemes()
        for name, value in vars(self).items():
            if isinstance(value, QAction):
                value.setObjectName(name)

    def own(self) -> list[QAction]:
        """The commands that are always there, whether they can be used now or not."""
        return [*(value for value in vars(self).values() if isinstance(value, QAction)), *self.schemes.actions()]

    def _add_file_commands(self) -> None:
        make, tr = self._action, self.tr
        self.new = make("new", tr("新建方案…"), tr("新建一份空白方案，先选定保存的位置"), "Ctrl+N")
        self.open = make("open", tr("打开…"), tr("打开已有的方案文件"), "Ctrl+O")
        self.sample = make("sample", tr("打开示例方案"), tr("打开一份内容齐全的示例方案，可以放心试用"), "Ctrl+Shift+N")
        self.read_new = make(
            "read-new",
            tr("读取为新方案…"),
            tr("把 Word、文本等文件读成一份新方案，原文件不会改动"),
            "Ctrl+Shift+O",
        )
        self.read = make(
            "import", tr("导入文件…"), tr("把文件里的正文、任务或附表读进来，写入之前逐处可以核对"), "Ctrl+I"
        )
        self.save = make("save", tr("保存"), tr("立即写入方案文件；平时修改后也会自动写入"), "Ctrl+S")
        self.save_as = make("save-as", tr("另存为…"), tr("把方案存到别处，以后写入新的文件"), "Ctrl+Shift+S")
        self.backups = make("backup", tr("恢复备份…"), tr("从自动备份中找回以前的方案"), "Ctrl+Shift+B")
        self.close = make("close-plan", tr("关闭方案"), tr("写入并关闭当前方案，回到开始页"), "Ctrl+W")
        self.quit = make("leave", tr("退出"), tr("写入并关闭方案，退出程序"), "Ctrl+Q")

    def _add_export_commands(self) -> None:
        make, tr = self._action, self.tr
        # Twice, since a text field on Linux takes Ctrl+E for the end of the line.
        self.export = make("export", tr("导出…"), tr("生成正式的 Word、Excel、PDF 文件"), "Ctrl+E", "Ctrl+Shift+E")
        self.clean_copy = make(
            "clean-copy", tr("导出干净副本…"), tr("另存一份不带操作记录的方案文件，供发给外单位"), "Ctrl+Alt+E"
        )
        self.print = make("print", tr("打印…"), tr("打印当前打开的这一部分"), "Ctrl+P")
        self.print_review = make("review", tr("打印审阅稿…"), tr("打印带水印和份号的审阅稿"), "Ctrl+Shift+P")
        self.check_layout = make(
            "check-layout", tr("格式体检…"), tr("检查任意 Word 文件的公文格式，可以写出改正稿"), "Ctrl+Shift+K"
        )

    def _add_edit_commands(self) -> None:
        make, tr = self._action, self.tr
        self.undo = make("undo", tr("撤销"), tr("撤销最近一步，重新打开方案以后也可以"), "Ctrl+Z")
        self.redo = make("redo", tr("重做"), tr("重做刚撤销的一步"), "Ctrl+Y", "Ctrl+Shift+Z")
        self.find = make(
            "search", tr("查找…"), tr("在正文、任务、附表、单位、企业和批注里查找文字，不论全角半角"), "Ctrl+F"
        )
        self.find_next = make("find-next", tr("查找下一处"), tr("前往下一处查到的文字"), "F3")
        self.find_previous = make("find-previous", tr("查找上一处"), tr("前往上一处查到的文字"), "Shift+F3")
        self.replace = make("replace", tr("替换…"), tr("把查到的文字换成别的，先看后换，一步可以撤销"), "Ctrl+H")
        self.palette = make(
            "command",
            tr("查找或执行…"),
            tr("输入汉字、拼音或首字母，前往任何章节、任务、单位、附表的行，执行任何命令"),
            "Ctrl+K",
        )
        self.preview = make("preview", tr("预览"), tr("在右侧显示排好版的页面，随编辑更新"), "F7")
        self.preview.setCheckable(True)

    def _add_plan_commands(self) -> None:
        make, tr = self._action, self.tr
        self.info = make("info", tr("方案信息"), tr("填写标题、发文机关、文号、主送等"), "Ctrl+Shift+I")
        self.layout = make("layout", tr("版式"), tr("设置页边距、字体字号、行距和页码"), "Ctrl+Shift+L")
        self.history = make("history", tr("操作记录"), tr("查看每一步修改，可以退回到其中任何一步"), "Ctrl+Shift+H")
        self.remarks = make("remark", tr("批注"), tr("查看、填写所选内容的批注"), "Ctrl+Shift+M")
        self.keep_version = make(
            "version", tr("留存版本"), tr("把现在的内容留存为一个版本，以后随时对照"), "Ctrl+Alt+K"
        )
        self.versions = make("version", tr("版本"), tr("查看留存的版本，对照从那以后的改动"), "Ctrl+Alt+V")
        self.new_table = make("new-table", tr("新建附表…"), tr("按自己的表样新建一张附表"), "Ctrl+Shift+T")
        self.redesign = make("edit-table", tr("修改表样…"), tr("增减、移动这张附表的列，修改表头"), "Ctrl+Shift+D")

    def _add_collect_commands(self) -> None:
        make, tr = self._action, self.tr
        tip = tr("读取企业报来的表格或压缩包，收入之前逐份可以核对")
        self.collect = make("import", tr("导入回收文件…"), tip, "Ctrl+Alt+I")
        tip = tr("读取一个文件夹里企业报来的全部文件")
        self.collect_folder = make("folder", tr("导入回收文件夹…"), tip, "Ctrl+Shift+R")
        tip = tr("打开这一条所在的回收表原件，标出它的单元格")
        self.collect_source = make("source", tr("来源"), tip, "Ctrl+Alt+Y")

    def _add_help_commands(self) -> None:
        make, tr = self._action, self.tr
        self.help = make("help", tr("帮助"), tr("打开当前位置的帮助"), "F1")
        self.shortcuts = make("keyboard", tr("快捷键一览"), tr("列出现在能用的全部快捷键"), "Ctrl+F1")
        self.about = make("about", tr("关于方案工作台"), tr("查看版本和许可"), "Ctrl+Shift+F1")

    def _add_schemes(self) -> None:
        self.schemes = QActionGroup(self)
        # Clearing a menu destroys actions that nothing in Python holds.
        self._held: list[QAction] = []
        for choice, text, tip, icon, keys in (
            (SchemeChoice.LIGHT, self.tr("浅色"), self.tr("界面用浅色"), "light", "Ctrl+Alt+1"),
            (SchemeChoice.DARK, self.tr("深色"), self.tr("界面用深色，适合夜间"), "dark", "Ctrl+Alt+2"),
            (SchemeChoice.SYSTEM, self.tr("跟随系统"), self.tr("深浅随系统的设置变化"), "system", "Ctrl+Alt+3"),
        ):
            action = self._action(icon, text, tip, keys)
            action.setCheckable(True)
            action.setData(choice)
            action.setObjectName(f"scheme_{choice.value}")
            action.setActionGroup(self.schemes)
            self._held.append(action)

    def _action(self, icon: str, text: str, tip: str, *shortcuts: str) -> QAction:
        action = QAction(text, self)
        name_icon(action, icon)
        action.setShortcuts([QKeySequence(keys) for keys in shortcuts])
        describe(action, tip)
        return action
