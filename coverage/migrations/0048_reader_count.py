import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coverage", "0061_site_face_roles")]

    operations = [
        migrations.CreateModel(
            name="ReaderCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process", models.UUIDField()),
                ("streams", models.PositiveIntegerField()),
                ("asks", models.PositiveIntegerField()),
                ("seen_at", models.DateTimeField()),
                (
                    "page",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="coverage.livepage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("page", "process"), name="reader_count_once_a_process")
                ],
            },
        ),
    ]
