from django.db import migrations

import coverage.models.fields


class Migration(migrations.Migration):
    dependencies = [("coverage", "0046_summary_revision")]

    operations = [
        migrations.AddField(
            model_name="livepage",
            name="closing_line",
            field=coverage.models.fields.LineField(
                blank=True,
                db_default="",
                default="",
                help_text="What readers are told when the coverage has ended.",
                max_length=300,
                verbose_name="closing line",
            ),
        ),
    ]
