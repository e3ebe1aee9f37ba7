"""The few accessible controls that every page is built from.

Each is a Python class over semantic HTML, works by keyboard and with a screen reader, and looks the same in
Voila and JupyterLab. Where a plain ipywidget fails people (sliders without a name, accordions that no
keyboard reaches), use one of these.
"""

from sendsim.apps.controls.base import Control, RefusedError
from sendsim.apps.controls.charts import ChartPanel
from sendsim.apps.controls.documents import Document
from sendsim.apps.controls.files import OpenFile, PageLink, PrintButton, SaveFile
from sendsim.apps.controls.heartbeat import Heartbeat
from sendsim.apps.controls.inputs import Button, NumberSlider, Option, Select
from sendsim.apps.controls.messages import ErrorSummary, Headline, Progress, Status
from sendsim.apps.controls.panels import Disclosure, LinkList, Panels
from sendsim.apps.controls.player import ScenePlayer
from sendsim.apps.controls.questions import AnswerList, QuestionForm
from sendsim.apps.controls.tables import DataTable, table_of
from sendsim.apps.controls.together import Together

__all__ = [
    "AnswerList",
    "Button",
    "ChartPanel",
    "Control",
    "DataTable",
    "Disclosure",
    "Document",
    "ErrorSummary",
    "Headline",
    "Heartbeat",
    "LinkList",
    "NumberSlider",
    "OpenFile",
    "Option",
    "PageLink",
    "Panels",
    "PrintButton",
    "Progress",
    "QuestionForm",
    "RefusedError",
    "SaveFile",
    "ScenePlayer",
    "Select",
    "Status",
    "Together",
    "table_of",
]
