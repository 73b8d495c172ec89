import django.db.models.deletion
import django.db.models.expressions
import kbye.household.household
import kbye.planning.lengths
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # The two it replaces one after the other take SQLite a dozen seconds, as each change makes a table anew. A database
    # that has the first of them goes on with the second.
    replaces = [("household", "0001_first"), ("household", "0002_emergencies_and_calendars")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(blank=True, max_length=254, null=True, unique=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("zone", models.CharField(max_length=64, validators=[kbye.household.household.check_zone])),
                ("country", models.CharField(blank=True, max_length=2)),
                ("is_sample", models.BooleanField(default=False)),
                ("event_seq", models.BigIntegerField(default=0)),
                (
                    "announces_up_to",
                    models.CharField(
                        choices=[
                            ("coffee", "coffee"),
                            ("evening", "evening"),
                            ("night", "night"),
                            ("weekend", "weekend"),
                            ("longer", "longer"),
                            ("other", "other"),
                        ],
                        default=kbye.planning.lengths.Length["EVENING"],
                        max_length=10,
                    ),
                ),
                (
                    "limit_proposed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("coffee", "coffee"),
                            ("evening", "evening"),
                            ("night", "night"),
                            ("weekend", "weekend"),
                            ("longer", "longer"),
                            ("other", "other"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("musts_asked_at", models.DateTimeField(blank=True, null=True)),
                ("sheet_due_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["sheet_due_at"], name="household_sheet_due")],
            },
        ),
        migrations.CreateModel(
            name="SetUpCode",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("what_to_know", models.CharField(blank=True, max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("stayer", "Stayer"),
                            ("covered", "Covered"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("one_by_one", models.BooleanField(default=True)),
                ("is_urgent", models.BooleanField(default=False)),
                ("answer_minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("yes_binds_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
            ],
            options={
                "ordering": ("starts_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="gap_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "shown_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "As Usual"),
                            ("on_duty", "On Duty"),
                            ("stayers", "Stayers"),
                            ("helper", "Helper"),
                            ("adults", "Adults"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("allergy", "Allergy"),
                            ("medicine", "Medicine"),
                            ("comfort", "Comfort"),
                            ("word", "Word"),
                            ("good_to_know", "Good To Know"),
                            ("house", "House"),
                            ("if_then", "If Then"),
                            ("condition", "Condition"),
                            ("insurance", "Insurance"),
                            ("consent", "Consent"),
                            ("address", "Address"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.CharField(max_length=300)),
                ("detail", models.CharField(blank=True, default="", max_length=500)),
                ("kept", models.CharField(blank=True, default="", max_length=200)),
                ("photo", models.CharField(blank=True, default="", max_length=80)),
                ("seed", models.CharField(blank=True, default="", max_length=20)),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
            ],
            options={
                "ordering": ("kind", "words"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["allergy", "medicine"]), _negated=True),
                            ("shown_to__in", ["", "on_duty"]),
                            _connector="OR",
                        ),
                        name="fact_vital_is_shown",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("seed", ""), _negated=True),
                        fields=("household", "seed"),
                        name="fact_one_a_seed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("photo", models.CharField(blank=True, max_length=80)),
                ("voice", models.CharField(blank=True, max_length=80)),
                ("opens_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
            ],
            options={
                "ordering": (models.OrderBy(models.F("opens_at"), nulls_last=True), "created_at"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("photo", ""), ("voice", ""), ("words", ""), _negated=True),
                        name="card_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("host", models.CharField(blank=True, default="", max_length=253)),
                ("secret", models.TextField(blank=True, default="")),
                ("found", models.TextField(blank=True, default="")),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, default="", max_length=200)),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
            ],
            options={
                "ordering": ("created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Calendar",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("cannot", "Cannot"),
                            ("rather_not", "Rather Not"),
                            ("ask", "Ask"),
                            ("supervised", "Supervised"),
                            ("trip", "Trip"),
                            ("information", "Information"),
                        ],
                        default="cannot",
                        max_length=12,
                    ),
                ),
                ("keeps_titles", models.BooleanField(default=False)),
                ("before_minutes", models.PositiveSmallIntegerField(default=0)),
                ("after_minutes", models.PositiveSmallIntegerField(default=0)),
                (
                    "all_day",
                    models.CharField(
                        blank=True, choices=[("busy", "Busy"), ("free", "Free")], default="", max_length=4
                    ),
                ),
                (
                    "marked_free",
                    models.CharField(
                        blank=True, choices=[("busy", "Busy"), ("free", "Free")], default="", max_length=4
                    ),
                ),
                ("read_at", models.DateTimeField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("until_at", models.DateTimeField()),
                ("all_day_count", models.PositiveIntegerField(default=0)),
                ("marked_free_count", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("trouble", models.CharField(blank=True, default="", max_length=200)),
                (
                    "doubt",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("empty", "Empty"),
                            ("smaller", "Smaller"),
                            ("all_new", "All New"),
                            ("gone", "Gone"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("is_draft", models.BooleanField(default=False)),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("adult", "Adult"), ("helper", "Helper"), ("child", "Child")], max_length=8
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("called", models.CharField(blank=True, max_length=40)),
                ("born_date", models.DateField(blank=True, null=True)),
                ("colour", models.PositiveSmallIntegerField(default=1)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "clock",
                    models.CharField(choices=[("24", "H24"), ("12", "H12")], default="24", max_length=2),
                ),
                ("quiet_from_minute", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("quiet_to_minute", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("names_in_push", models.BooleanField(default=False)),
                ("hears_of_offers", models.BooleanField(default=True)),
                ("offer_suggested_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="member",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("kind", "place", "name"),
                "indexes": [models.Index(fields=["household", "kind", "place"], name="member_by_household")],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("stay", "Stay"),
                            ("take", "Take"),
                            ("invite", "Invite"),
                            ("help", "Help"),
                            ("way_in", "Way In"),
                            ("children", "Children"),
                            ("sheet", "Sheet"),
                            ("stand_in", "Stand In"),
                            ("feed", "Feed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("nonce", models.CharField(max_length=32)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="household.member",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KnownBy",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_by",
                        to="household.fact",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="household.member"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["household", "member"], name="known_by_household")],
                "constraints": [
                    models.UniqueConstraint(fields=("fact", "member"), name="known_once_by_each")
                ],
            },
        ),
        migrations.AddField(
            model_name="household",
            name="limit_proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="household.member",
            ),
        ),
        migrations.CreateModel(
            name="GapChild",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "gap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="household.gap",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="household.member"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("gap", "child"), name="one_child_a_gap")],
            },
        ),
        migrations.AddField(
            model_name="gap",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="gaps_asked_about",
                to="household.member",
            ),
        ),
        migrations.AddField(
            model_name="gap",
            name="covered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="gaps_covered",
                to="household.member",
            ),
        ),
        migrations.AddField(
            model_name="fact",
            name="also_for",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="household.member",
            ),
        ),
        migrations.AddField(
            model_name="fact",
            name="child",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="facts",
                to="household.member",
            ),
        ),
        migrations.AddField(
            model_name="fact",
            name="written_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="household.member",
            ),
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("seq", models.BigIntegerField()),
                ("part_of", models.BigIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=40)),
                ("object_kind", models.CharField(max_length=40)),
                ("object_id", models.UUIDField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "ordering": ("seq",),
                "indexes": [models.Index(fields=["household", "object_id"], name="event_by_object")],
                "constraints": [models.UniqueConstraint(fields=("household", "seq"), name="event_seq")],
            },
        ),
        migrations.CreateModel(
            name="Drill",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                ("to_mend", models.PositiveSmallIntegerField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "ordering": ("-at",),
                "indexes": [models.Index(fields=["household", "at"], name="drill_by_household")],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("own", "Own"),
                            ("children", "Children"),
                            ("work", "Work"),
                            ("asleep", "Asleep"),
                        ],
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="household.member",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "ordering": ("created_at", "id"),
                "indexes": [models.Index(fields=["household", "starts_at"], name="correction_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="correction_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "shown_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "As Usual"),
                            ("on_duty", "On Duty"),
                            ("stayers", "Stayers"),
                            ("helper", "Helper"),
                            ("adults", "Adults"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[("", "Any"), ("doctor", "Doctor"), ("poison", "Poison")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("phone", models.CharField(max_length=40)),
                ("note", models.CharField(blank=True, max_length=120)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "also_for",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "ordering": ("place", "name"),
                "indexes": [models.Index(fields=["household", "place"], name="contact_by_household")],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("title", models.CharField(blank=True, default="", max_length=200)),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments",
                        to="household.calendar",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["household", "starts_at"], name="commitment_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="commitment_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Collector",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "shown_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "As Usual"),
                            ("on_duty", "On Duty"),
                            ("stayers", "Stayers"),
                            ("helper", "Helper"),
                            ("adults", "Adults"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("name", models.CharField(max_length=80)),
                ("note", models.CharField(blank=True, max_length=160)),
                ("from_date", models.DateField(blank=True, null=True)),
                ("until_date", models.DateField(blank=True, null=True)),
                ("reminded_of_date", models.DateField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "also_for",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="household.member",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collectors",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
                "indexes": [models.Index(fields=["household", "until_date"], name="collector_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_date", None),
                            ("until_date", None),
                            ("from_date__lte", models.F("until_date")),
                            _connector="OR",
                        ),
                        name="collector_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("mail", "Mail"), ("push", "Push"), ("messenger", "Messenger")],
                        max_length=10,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=80)),
                ("secret", models.TextField(blank=True)),
                ("fingerprint", models.CharField(max_length=64)),
                ("is_on", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("worked_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=200)),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "ordering": ("kind", "created_at"),
                "indexes": [models.Index(fields=["household", "member"], name="channel_by_household")],
                "constraints": [
                    models.UniqueConstraint(fields=("member", "kind", "fingerprint"), name="one_channel_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CardChild",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="household.card",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="household.member"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("card", "child"), name="one_child_a_card")],
            },
        ),
        migrations.AddField(
            model_name="card",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cards", to="household.member"
            ),
        ),
        migrations.CreateModel(
            name="CalendarOut",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("secret", models.TextField(blank=True, default="")),
                ("name", models.CharField(max_length=120)),
                (
                    "detail",
                    models.CharField(
                        choices=[("busy", "Busy"), ("names", "Names")], default="busy", max_length=5
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("seen_seq", models.BigIntegerField(default=-1)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, default="", max_length=200)),
                ("put_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendars_out",
                        to="household.calendaraccount",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendars_out",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["household", "member"], name="calendar_out_by_household")],
            },
        ),
        migrations.AddField(
            model_name="calendaraccount",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_accounts",
                to="household.member",
            ),
        ),
        migrations.AddField(
            model_name="calendar",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="calendars", to="household.member"
            ),
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("rank", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("asked", "Asked"),
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("covered", "Covered"),
                            ("withdrawn", "Withdrawn"),
                            ("ended", "Ended"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "gap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asks", to="household.gap"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "ordering": ("rank", "id"),
                "indexes": [models.Index(fields=["household", "helper"], name="ask_by_household")],
                "constraints": [models.UniqueConstraint(fields=("gap", "helper"), name="one_ask_a_helper")],
            },
        ),
        migrations.CreateModel(
            name="PublicHoliday",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("on_date", models.DateField()),
                ("name", models.CharField(max_length=120)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
            ],
            options={
                "ordering": ("on_date",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("household", "on_date", "name"), name="one_public_holiday"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medicine", "Medicine"),
                            ("fetch", "Fetch"),
                            ("appointment", "Appointment"),
                            ("care", "Care"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "priority",
                    models.CharField(
                        choices=[("must", "Must"), ("should", "Should"), ("nice", "Nice")], max_length=6
                    ),
                ),
                ("weekdays", models.PositiveSmallIntegerField(default=127)),
                ("only_on_date", models.DateField(blank=True, null=True)),
                ("from_minute", models.PositiveSmallIntegerField()),
                ("to_minute", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField(default=15)),
                ("apart_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "while_away",
                    models.CharField(
                        choices=[("goes_over", "Goes Over"), ("left_out", "Left Out"), ("waits", "Waits")],
                        default="goes_over",
                        max_length=9,
                    ),
                ),
                ("seed", models.CharField(blank=True, max_length=40)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsibilities",
                        to="household.member",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
            ],
            options={
                "ordering": ("from_minute", "title"),
                "indexes": [
                    models.Index(fields=["household", "from_minute"], name="responsibility_by_household")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_minute__lt", models.F("to_minute"))),
                        name="responsibility_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInTry",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("account", models.CharField(max_length=64)),
                ("address", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "at"], name="sign_in_by_account"),
                    models.Index(fields=["address", "at"], name="sign_in_by_address"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sleep",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_minute", models.PositiveSmallIntegerField()),
                ("to_minute", models.PositiveSmallIntegerField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sleep",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["household"], name="sleep_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_minute__lt", models.F("to_minute")),
                            ("from_minute__lt", 1440),
                            (
                                "to_minute__lt",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("from_minute"), "+", models.Value(1440)
                                ),
                            ),
                        ),
                        name="sleep_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("wait_minutes", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("off", "off"),
                            ("requested", "requested"),
                            ("waiting", "waiting"),
                            ("active", "active"),
                            ("ended", "ended"),
                            ("refused", "refused"),
                        ],
                        default="off",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("waited_seconds", models.FloatField(default=0)),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("times_asked", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="household.member",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stands_in",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "ordering": ("created_at", "id"),
                "indexes": [
                    models.Index(fields=["household", "receiver"], name="stand_in_by_household"),
                    models.Index(fields=["state"], name="stand_in_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("household", "receiver"),
                        name="one_stand_in_each",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingDate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("from_minute", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveIntegerField()),
                ("every_weeks", models.PositiveSmallIntegerField(default=1)),
                ("first_date", models.DateField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "leaver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standing_dates",
                        to="household.member",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="household.member"
                    ),
                ),
                (
                    "stayer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standing_dates_kept",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "ordering": ("weekday", "from_minute"),
                "indexes": [models.Index(fields=["household", "leaver"], name="standing_date_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="standing_date_weekday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_weeks__in", [1, 2])), name="standing_date_rhythm"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gt", 0)), name="standing_date_length"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tap",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("op", models.UUIDField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("tapped_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField()),
                ("was_asked_about", models.BooleanField(default=False)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["arrived_at"], name="tap_by_arrival")],
                "constraints": [models.UniqueConstraint(fields=("household", "op"), name="one_tap_an_op")],
            },
        ),
        migrations.CreateModel(
            name="TimeAway",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("on_date", models.DateField(blank=True, null=True)),
                (
                    "length",
                    models.CharField(
                        choices=[
                            ("coffee", "coffee"),
                            ("evening", "evening"),
                            ("night", "night"),
                            ("weekend", "weekend"),
                            ("longer", "longer"),
                            ("other", "other"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("announcement", "Announcement"),
                            ("question", "Question"),
                            ("offer", "Offer"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("own", "Own"), ("work", "Work"), ("emergency", "Emergency")],
                        default="own",
                        max_length=9,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("open_end", models.BooleanField(default=False)),
                ("what_for", models.CharField(blank=True, max_length=200)),
                ("our_plan", models.CharField(blank=True, max_length=300)),
                ("answer_by_at", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("began_at", models.DateTimeField(blank=True, null=True)),
                ("back_at", models.DateTimeField(blank=True, null=True)),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "leaver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="times_away",
                        to="household.member",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="times_offered",
                        to="household.member",
                    ),
                ),
                (
                    "standing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="times_away",
                        to="household.standingdate",
                    ),
                ),
            ],
            options={
                "ordering": ("starts_at",),
                "indexes": [models.Index(fields=["household", "starts_at"], name="time_away_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="time_away_order"
                    ),
                    models.UniqueConstraint(
                        fields=("standing", "on_date"), name="one_time_away_a_standing_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("manner", "offer"), ("reason", "work"), _negated=True),
                        name="time_away_no_trip_is_offered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.CharField(max_length=300)),
                ("is_urgent", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("let_go_at", models.DateTimeField(blank=True, null=True)),
                (
                    "about_child",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="household.member",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="household.member",
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="household.member",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="questions",
                        to="household.fact",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="questions",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "ordering": ("asked_at", "id"),
                "indexes": [models.Index(fields=["household", "answered_at"], name="question_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answered_at", None), ("let_go_at", None), _connector="OR"),
                        name="question_one_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fact", None), ("answered_at__isnull", False), _connector="OR"),
                        name="question_answered_by_a_fact",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preparation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("packing", "Packing"),
                            ("errands", "Errands"),
                            ("freezer", "Freezer"),
                            ("laundry", "Laundry"),
                            ("presents", "Presents"),
                            ("cards", "Cards"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("is_safety", models.BooleanField(default=False)),
                ("is_missing", models.BooleanField(default=False)),
                (
                    "used",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not Said"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=3,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("left_off_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preparations",
                        to="household.member",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preparations",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "ordering": ("place", "created_at", "id"),
                "indexes": [
                    models.Index(fields=["household", "time_away", "owner"], name="preparation_by_household")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_missing", False),
                            models.Q(("done_at", None), ("left_off_at", None), ("used", "")),
                            _connector="OR",
                        ),
                        name="preparation_missing_was_not_there",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Postcard",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("photo", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postcards",
                        to="household.member",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postcards",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "ordering": ("created_at",),
                "indexes": [models.Index(fields=["household", "time_away"], name="postcard_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("photo", ""), ("words", ""), _negated=True),
                        name="postcard_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OurWay",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "whose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ways",
                        to="household.member",
                    ),
                ),
                (
                    "responsibility",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="ways",
                        to="household.responsibility",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="ways",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["household", "responsibility"], name="our_way_by_household")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="our_way_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medicine", "Medicine"),
                            ("fetch", "Fetch"),
                            ("appointment", "Appointment"),
                            ("care", "Care"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "priority",
                    models.CharField(
                        choices=[("must", "Must"), ("should", "Should"), ("nice", "Nice")], max_length=6
                    ),
                ),
                ("earliest_at", models.DateTimeField()),
                ("latest_at", models.DateTimeField()),
                ("is_all_the_while", models.BooleanField(default=False)),
                ("apart_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occurrences",
                        to="household.member",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="things_done",
                        to="household.member",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "responsibility",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="occurrences",
                        to="household.responsibility",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occurrences",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["household", "time_away", "earliest_at"], name="occurrence_by_household"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("earliest_at__lt", models.F("latest_at"))),
                        name="occurrence_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("key", models.CharField(max_length=160, unique=True)),
                ("kind", models.CharField(default="told", max_length=24)),
                ("is_urgent", models.BooleanField(default=False)),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("reply_to", models.EmailField(blank=True, max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("calendar", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("gave_up", "Gave Up"),
                            ("folded", "Folded"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=200)),
                ("folded_into", models.UUIDField(blank=True, null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="household.channel",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="household.link",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="household.member",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["household", "time_away"], name="notice_by_household"),
                    models.Index(fields=["state", "due_at"], name="notice_due"),
                ],
            },
        ),
        migrations.AddField(
            model_name="link",
            name="time_away",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="household.timeaway",
            ),
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("part", models.CharField(choices=[("stays", "Stays"), ("leaves", "Leaves")], max_length=6)),
                (
                    "via",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not Yet"),
                            ("mail", "Mail"),
                            ("share", "Share"),
                            ("by_hand", "By Hand"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("got_it", "Got It"),
                            ("counter", "Counter"),
                            ("finding", "Finding"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_for", models.BooleanField(default=False)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("proposed_starts_at", models.DateTimeField(blank=True, null=True)),
                ("proposed_ends_at", models.DateTimeField(blank=True, null=True)),
                ("in_return_starts_at", models.DateTimeField(blank=True, null=True)),
                ("in_return_ends_at", models.DateTimeField(blank=True, null=True)),
                ("nudged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="household.member",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hand_overs",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "ordering": ("person__place", "id"),
                "indexes": [models.Index(fields=["household", "time_away"], name="hand_over_by_household")],
                "constraints": [
                    models.UniqueConstraint(fields=("time_away", "person"), name="one_hand_over_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_starts_at", None),
                            ("proposed_starts_at__lt", models.F("proposed_ends_at")),
                            _connector="OR",
                        ),
                        name="hand_over_proposal_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_return_starts_at", None),
                            ("in_return_starts_at__lt", models.F("in_return_ends_at")),
                            _connector="OR",
                        ),
                        name="hand_over_in_return_order",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="gap",
            name="time_away",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="gaps", to="household.timeaway"
            ),
        ),
        migrations.CreateModel(
            name="First",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.CharField(max_length=160)),
                ("with_whom", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="firsts",
                        to="household.member",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="firsts_told",
                        to="household.member",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="firsts",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "ordering": ("time_away__starts_at", "created_at", "id"),
                "indexes": [models.Index(fields=["household", "time_away"], name="first_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="first_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryOut",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("about", models.UUIDField()),
                ("ends_at", models.DateTimeField()),
                ("title", models.CharField(blank=True, default="", max_length=200)),
                ("written", models.CharField(blank=True, default="", max_length=64)),
                ("tag", models.CharField(blank=True, default="", max_length=400)),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="household.calendarout",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["household", "calendar"], name="entry_out_by_household")],
                "constraints": [
                    models.UniqueConstraint(fields=("calendar", "about"), name="one_entry_out_a_time_away")
                ],
            },
        ),
        migrations.CreateModel(
            name="Debrief",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("different_and_fine", models.CharField(blank=True, max_length=500)),
                ("to_know_next_time", models.CharField(blank=True, max_length=500)),
                (
                    "rested",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not Said"),
                            ("hardly", "Hardly"),
                            ("somewhat", "Somewhat"),
                            ("well", "Well"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "switched_off",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not Said"),
                            ("hardly", "Hardly"),
                            ("partly", "Partly"),
                            ("fully", "Fully"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                ("skipped", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="debriefs",
                        to="household.member",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="debriefs",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["household", "time_away"], name="debrief_by_household")],
                "constraints": [
                    models.UniqueConstraint(fields=("time_away", "member"), name="one_debrief_a_person")
                ],
            },
        ),
        migrations.AddField(
            model_name="card",
            name="time_away",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cards", to="household.timeaway"
            ),
        ),
        migrations.CreateModel(
            name="ToSay",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.CharField(max_length=300)),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="to_say",
                        to="household.member",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="to_say",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "ordering": ("created_at", "id"),
                "indexes": [models.Index(fields=["household", "time_away"], name="to_say_by_household")],
            },
        ),
        migrations.CreateModel(
            name="TripAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField()),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="household.member"
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="read_from",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "ordering": ("answered_at", "id"),
                "indexes": [models.Index(fields=["household", "starts_at"], name="trip_answer_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="trip_answer_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TryFirst",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.CharField(max_length=160)),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.member",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "leaver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.member",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["household", "leaver"], name="try_first_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="try_first_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UsualHome",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("from_minute", models.PositiveSmallIntegerField()),
                ("to_minute", models.PositiveSmallIntegerField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usual_home",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["household", "member"], name="usual_home_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="usual_home_weekday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_minute__lt", models.F("to_minute"))),
                        name="usual_home_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WholeDays",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("first_date", models.DateField()),
                ("last_date", models.DateField()),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="whole_days",
                        to="household.calendar",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="whole_days",
                        to="household.member",
                    ),
                ),
            ],
            options={
                "ordering": ("first_date", "id"),
                "indexes": [models.Index(fields=["household", "first_date"], name="whole_days_by_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_date__lte", models.F("last_date"))),
                        name="whole_days_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Worry",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.CharField(max_length=500)),
                ("how_it_was", models.CharField(blank=True, max_length=500)),
                (
                    "became",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing Yet"),
                            ("to_do", "To Do"),
                            ("must", "Must"),
                            ("said", "Said"),
                            ("let_go", "Let Go"),
                        ],
                        default="",
                        max_length=6,
                    ),
                ),
                (
                    "came_true",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not Said"), ("no", "No"), ("a_little", "A Little"), ("yes", "Yes")],
                        db_default="",
                        default="",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="worries",
                        to="household.member",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "time_away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="worries",
                        to="household.timeaway",
                    ),
                ),
            ],
            options={
                "ordering": ("created_at",),
                "indexes": [models.Index(fields=["household", "author"], name="worry_by_household")],
            },
        ),
        migrations.CreateModel(
            name="ChildrenWeek",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("weekdays", models.PositiveSmallIntegerField()),
                ("from_minute", models.PositiveSmallIntegerField()),
                ("to_minute", models.PositiveSmallIntegerField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("household",), name="one_childrens_week"),
                    models.CheckConstraint(
                        condition=models.Q(("weekdays__lte", 127)), name="childrens_weekdays"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_minute__lt", models.F("to_minute"))),
                        name="childrens_week_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarSource",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("file", "File"),
                            ("address", "Address"),
                            ("dav", "Dav"),
                            ("holidays", "Holidays"),
                        ],
                        default="file",
                        max_length=10,
                    ),
                ),
                ("secret", models.TextField(blank=True, default="")),
                ("host", models.CharField(blank=True, default="", max_length=253)),
                ("etag", models.CharField(blank=True, default="", max_length=400)),
                ("modified", models.CharField(blank=True, default="", max_length=100)),
                ("kept", models.TextField(blank=True, default="")),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("may_take", models.CharField(blank=True, default="", max_length=8)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="household.calendaraccount",
                    ),
                ),
                (
                    "calendar",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="source",
                        to="household.calendar",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["household"], name="source_by_household"),
                    models.Index(fields=["due_at"], name="source_due"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "whose",
                    models.CharField(
                        choices=[("mine", "Mine"), ("everybody", "Everybody")], default="mine", max_length=9
                    ),
                ),
                (
                    "detail",
                    models.CharField(
                        choices=[("busy", "Busy"), ("names", "Names")], default="busy", max_length=5
                    ),
                ),
                ("label", models.CharField(blank=True, default="", max_length=60)),
                ("used_on", models.DateField(blank=True, null=True)),
                ("packed", models.BinaryField(blank=True, null=True)),
                ("made_of", models.CharField(blank=True, default="", max_length=64)),
                ("holds_for", models.CharField(blank=True, default="", max_length=80)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="household.household",
                    ),
                ),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feed", to="household.link"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["household"], name="feed_by_household")],
            },
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["household", "child"], name="fact_by_household"),
        ),
        migrations.AddIndex(
            model_name="calendaraccount",
            index=models.Index(fields=["household", "member"], name="account_by_household"),
        ),
        migrations.AddIndex(
            model_name="calendar",
            index=models.Index(fields=["household", "member"], name="calendar_by_household"),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["household", "time_away"], name="link_by_household"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "purpose__in",
                            ["invite", "help", "way_in", "children", "sheet", "stand_in", "feed"],
                        ),
                        ("time_away", None),
                    ),
                    models.Q(("purpose__in", ["stay", "take"]), ("time_away__isnull", False)),
                    _connector="OR",
                ),
                name="link_purpose",
            ),
        ),
        migrations.AddIndex(
            model_name="gap",
            index=models.Index(fields=["household", "time_away"], name="gap_by_household"),
        ),
        migrations.AddConstraint(
            model_name="gap",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("covered_by__isnull", False), ("state", "covered")),
                    models.Q(("state", "covered"), _negated=True),
                    _connector="OR",
                ),
                name="gap_covered_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["household", "time_away"], name="card_by_household"),
        ),
    ]
