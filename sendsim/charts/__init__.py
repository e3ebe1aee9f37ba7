"""One function a chart: tidy table in, figure, alt text and table twin out."""

from sendsim.charts.ageing import ageing
from sendsim.charts.area_dots import area_dots
from sendsim.charts.calibration import calibration
from sendsim.charts.chart import Chart
from sendsim.charts.chart import empty as nothing
from sendsim.charts.endings import endings
from sendsim.charts.heat_map import use_heat_map
from sendsim.charts.open_cases import open_cases_fan
from sendsim.charts.process_map import process_map
from sendsim.charts.sankey import route_sankey
from sendsim.charts.survival import wait_survival
from sendsim.charts.waits import wait_distribution
from sendsim.charts.waterfall import cost_waterfall
from sendsim.charts.welch import welch

__all__ = [
    "Chart",
    "ageing",
    "area_dots",
    "calibration",
    "cost_waterfall",
    "endings",
    "nothing",
    "open_cases_fan",
    "process_map",
    "route_sankey",
    "use_heat_map",
    "wait_distribution",
    "wait_survival",
    "welch",
]
