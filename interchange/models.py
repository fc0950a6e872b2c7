"""What was brought in, and where it came from: packages, and sheets with each of their rows."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from places.models import Kern


class PackageImport(models.Model):
    """A data package that was imported: its own description travels along when it is exported again."""

    name = models.CharField(_("name"), max_length=200)
    description = models.JSONField(_("descriptor without its tables"), default=dict)
    counts = models.JSONField(_("rows that were new, changed and the same"), default=dict)
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)

    class Meta:
        verbose_name = _("imported package")
        verbose_name_plural = _("imported packages")
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class JobState(models.TextChoices):
    """Where a sheet is on its way. What works on it claims it by moving it, so that nothing is done twice."""

    WAITING = "wacht", _("waits to be read")
    READING = "leest", _("is being read")
    COLUMNS = "kolommen", _("waits for your choice of columns")
    CHOSEN = "gekozen", _("waits to be compared")
    JUDGING = "beoordeelt", _("is being compared")
    PREVIEW = "voorbeeld", _("waits for your decision")
    QUEUED = "klaargezet", _("waits to be brought in")
    RUNNING = "bezig", _("is being brought in")
    DONE = "klaar", _("brought in")
    REFUSED = "afgekeurd", _("cannot be used")
    STOPPED = "gestopt", _("stopped")
    UNDO_QUEUED = "terug-klaargezet", _("waits to be undone")
    UNDOING = "terug-bezig", _("is being undone")
    UNDONE = "teruggedraaid", _("undone")


# For each state that work is done in: the state in which that work waits for somebody to take it up.
WAITS_FOR = {
    JobState.READING: JobState.WAITING,
    JobState.JUDGING: JobState.CHOSEN,
    JobState.RUNNING: JobState.QUEUED,
    JobState.UNDOING: JobState.UNDO_QUEUED,
}
AT_WORK = (*WAITS_FOR, *WAITS_FOR.values())


class JobMode(models.TextChoices):
    ALL = "alles", _("all or nothing")
    GOOD = "goede", _("the good rows")


class SheetJob(models.Model):
    """One spreadsheet on its way in: who sent it, what was chosen, how far it is, and what came of it."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    kern = models.ForeignKey(Kern, models.CASCADE, related_name="sheet_jobs", verbose_name=_("kern"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sheet_jobs", verbose_name=_("sent by")
    )
    made_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    file_name = models.CharField(_("name of the file"), max_length=200)
    file_kind = models.CharField(_("sort of file"), max_length=10)
    state = models.CharField(_("state"), max_length=20, choices=JobState, default=JobState.WAITING)
    mode = models.CharField(_("what to bring in"), max_length=10, choices=JobMode, default=JobMode.GOOD)
    choices = models.JSONField(_("sheets, columns and words that were chosen"), default=dict)
    counts = models.JSONField(_("rows by outcome"), default=dict)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows in all"), default=0)
    message = models.TextField(_("what a person should know"), blank=True)
    change_ids = models.JSONField(_("changes that it made"), default=list)
    claim = models.UUIDField(_("who works on it"), null=True, blank=True)
    heartbeat = models.DateTimeField(_("sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("spreadsheet that was sent in")
        verbose_name_plural = _("spreadsheets that were sent in")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="job_state_is_known", condition=models.Q(state__in=JobState.values))
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK


class SheetFile(models.Model):
    """The file itself and its tables as they were read; gone after seven days.

    In the database and not in a folder: the web server and the worker need not share a disk, and what is
    in the database is kept, backed up and wiped in one way.
    """

    job = models.OneToOneField(SheetJob, models.CASCADE, related_name="file", verbose_name=_("spreadsheet"))
    content = models.BinaryField(_("content"))
    tables = models.BinaryField(_("tables"), null=True)

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return str(self.job_id)


class Outcome(models.TextChoices):
    NEW = "nieuw", _("new")
    CHANGED = "gewijzigd", _("changed")
    DOUBLE = "dubbel", _("perhaps double")
    SAME = "gelijk", _("the same")
    WRONG = "fout", _("wrong")


class Decision(models.TextChoices):
    SAME = "dezelfde", _("this is the same")
    NEW = "nieuw", _("new all the same")


class SheetRow(models.Model):
    """One row of a sheet and what becomes of it; gone after thirty days."""

    job = models.ForeignKey(SheetJob, models.CASCADE, related_name="rows", verbose_name=_("spreadsheet"))
    position = models.PositiveIntegerField(_("place in the order of storing"))
    stage = models.PositiveSmallIntegerField(_("turn"), default=0)
    kind = models.CharField(_("kind of sheet"), max_length=20)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    line = models.PositiveIntegerField(_("line"))
    label = models.CharField(_("name"), max_length=620)
    name_key = models.CharField(max_length=300, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    values = models.JSONField(_("values"), default=dict)
    problems = models.JSONField(_("column, value and reason of what is wrong"), default=list)
    changes = models.JSONField(_("field, from and to of what changes"), default=list)
    cells = models.JSONField(_("the row as it was sent"), default=list)
    note = models.CharField(_("note"), max_length=300, blank=True)
    twin = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("looks like")
    )
    twin_position = models.PositiveIntegerField(_("looks like the row at"), null=True, blank=True)
    twin_label = models.CharField(_("name of what it looks like"), max_length=300, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    record_id = models.BigIntegerField(_("record that it became"), null=True, blank=True)

    class Meta:
        verbose_name = _("row of a spreadsheet")
        verbose_name_plural = _("rows of spreadsheets")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="one_row_at_a_position")]
        indexes = [
            models.Index(fields=["job", "outcome", "position"], name="sheet_row_by_outcome"),
            models.Index(fields=["job", "name_key"], name="sheet_row_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.label}"


class ColumnMemory(models.Model):
    """Which field each column was, the last time this person sent a sheet with these columns for this kern."""

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("sent by")
    )
    kern = models.ForeignKey(Kern, models.CASCADE, related_name="+", verbose_name=_("kern"))
    headers = models.CharField(_("fingerprint of the columns"), max_length=64)
    kind = models.CharField(_("kind of sheet"), max_length=20)
    columns = models.JSONField(_("fields by column"), default=list)
    words = models.JSONField(_("what words mean"), default=dict)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [
            models.UniqueConstraint(fields=["made_by", "kern", "headers"], name="one_memory_per_columns")
        ]

    def __str__(self) -> str:
        return self.headers
