"""Addresses of sheets that come in and lists that go out."""

from django.urls import path

from interchange.views import jobs, lists, sheets

HERE = "kernen/<slug:slug>/inlezen/"
JOB = f"{HERE}<uuid:key>/"

urlpatterns = [
    path(HERE, sheets.sheet_upload, name="sheet_upload"),
    path(JOB, jobs.sheet_job, name="sheet_job"),
    path(f"{JOB}bladen/", jobs.sheet_sheets, name="sheet_sheets"),
    path(f"{JOB}kolommen/", jobs.sheet_columns, name="sheet_columns"),
    path(f"{JOB}woorden/", jobs.sheet_words, name="sheet_words"),
    path(f"{JOB}vergeten/", jobs.sheet_forget, name="sheet_forget"),
    path(f"{JOB}dubbel/", jobs.sheet_decide, name="sheet_decide"),
    path(f"{JOB}start/", jobs.sheet_start, name="sheet_start"),
    path(f"{JOB}verder/", jobs.sheet_resume, name="sheet_resume"),
    path(f"{JOB}terugdraaien/", jobs.sheet_undo, name="sheet_undo"),
    path(f"{JOB}weggooien/", jobs.sheet_discard, name="sheet_discard"),
    path(f"{JOB}verslag.xlsx", sheets.sheet_report_xlsx, name="sheet_report_xlsx"),
    path(f"{JOB}verslag.csv", sheets.sheet_report_csv, name="sheet_report_csv"),
    path("kernen/<slug:slug>/lijst.xlsx", lists.list_xlsx, name="list_xlsx"),
    path("kernen/<slug:slug>/lijst.csv", lists.list_csv, name="list_csv"),
]
