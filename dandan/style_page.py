"""A page for developers: every component of the interface once, with made-up contents."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.refusing import system_only
from models_registry.choices import ActivityField

STATES = (
    ("exceeded", "up", "Vượt"),
    ("met", "ok", "Đạt"),
    ("at_risk", "warning", "Nguy cơ không đạt"),
    ("not_met", "error", "Chưa đạt"),
    ("not_due", "clock", "Chưa đến hạn"),
    ("no_data", "dash", "Chưa có số liệu"),
    ("registered", "circle", "Đã đăng ký"),
    ("recognised", "ok", "Được công nhận"),
    ("exemplary", "star", "Tiêu biểu"),
    ("withdrawn", "withdraw", "Đã rút"),
    ("draft", "edit", "Bản nháp"),
    ("mended", "edit", "Đã sửa"),
    ("repeated", "copy", "Trùng"),
    ("refused", "error", "Bị từ chối"),
)
COLOURS = (
    "ink",
    "muted",
    "line",
    "canvas",
    "brand",
    "gold-mark",
    "met",
    "risk",
    "unmet",
    "info",
    "link",
    "focus",
)
ICONS = (
    "dashboard models recognition resolutions reports intake admin more search filter columns plus edit withdraw undo "
    "copy download upload print file clip user key exit place phone clock star ok half circle dash warning error info "
    "close check up down sort-up sort-down chevron-down chevron-left chevron-right"
)
BARS = (
    ("Thành phố Cao Bằng", 412, 361, 100),
    ("Huyện Bảo Lâm", 318, 240, 77),
    ("Huyện Bảo Lạc", 287, 251, 70),
    ("Huyện Hạ Lang", 96, 41, 23),
)


class StylePage(TemplateView):
    """For the system administrator alone: there is nothing to do or to know here for an office."""

    template_name = "style/components.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied(system_only())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "states": [{"key": key, "icon": icon, "label": label} for key, icon, label in STATES],
            "fields": [{"key": key, "label": label} for key, label in ActivityField.choices],
            "colours": COLOURS,
            "icons": ICONS.split(),
            "tiles": [
                _tile("Đăng ký", "2.821", "", "up", "+212 (8,1%)"),
                _tile("Mô hình", "2.764", "", "up", "+190 (7,4%)"),
                _tile("Công nhận", "2.263", "", "down", "−18 (0,8%)"),
                _tile("Tỷ lệ công nhận", "80,2", "%", "same", "không đổi"),
            ],
            "bars": _bars(),
            "way": _way(),
            "steps": [
                {"label": label, "state": state}
                for label, state in (
                    ("Tệp", "done"),
                    ("Cột", "done"),
                    ("Xem trước", "here"),
                    ("Kết quả", "next"),
                )
            ],
            "chips": [{"label": "Lĩnh vực: Kinh tế", "remove_url": "#"}],
            "clear_url": "#",
            "attention": [
                {
                    "kind": "error",
                    "title": "3 xã chưa đăng ký mô hình nào",
                    "text": "Xã Cô Ba, xã Thượng Hà, xã Cốc Pàng",
                    "link": {"url": "#", "label": "Xem"},
                },
                {
                    "kind": "clock",
                    "title": "12 đăng ký quá hạn",
                    "text": "",
                    "link": {"url": "#", "label": "Xem"},
                },
            ],
            "job": {
                "label": "Đang đưa dòng vào sổ",
                "done": 1200,
                "total": 2821,
                "done_label": "1.200 trong 2.821 dòng.",
                "finished": True,
            },
            "title": _("Trang mẫu giao diện"),
        }


def _tile(label, figure, unit, direction, change):
    change = {"direction": direction, "label": change}
    return {
        "label": label,
        "figure": figure,
        "unit": unit,
        "change": change,
        "since": "so với năm 2023",
        "url": "#",
    }


def _way():
    steps = (("Lượt đăng ký", "2.821", "100%", 100), ("Được công nhận", "2.263", "80,2%", 80.2))
    return {
        "title": "Chặng đường",
        "steps": [
            {"label": label, "figure": figure, "share": share, "percent": percent, "url": "#", "later": "12"}
            for label, figure, share, percent in steps
        ],
        "day": "30/06/2025",
    }


def _bars():
    rows = [
        {
            "name": name,
            "url": "#",
            "value_label": registered,
            "part_label": recognised,
            "share_label": f"{round(100 * recognised / registered)}%",
            "percent": percent,
            "part_percent": round(percent * recognised / registered, 1),
        }
        for name, registered, recognised, percent in BARS
    ]
    return {
        "caption": "Theo đơn vị",
        "name_label": "Đơn vị",
        "value_label": "Đăng ký",
        "part_label": "Công nhận",
        "share_label": "Tỷ lệ",
        "rows": rows,
    }
