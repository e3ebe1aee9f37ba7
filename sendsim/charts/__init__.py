"""One function a chart: tidy table in, figure, alt text and table twin out."""

from sendsim.charts.chart import Chart
from sendsim.charts.endings import endings
from sendsim.charts.open_cases import open_cases_fan
from sendsim.charts.waits import wait_distribution

__all__ = ["Chart", "endings", "open_cases_fan", "wait_distribution"]
