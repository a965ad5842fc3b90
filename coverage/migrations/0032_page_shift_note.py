from django.db import migrations

import coverage.models.fields


class Migration(migrations.Migration):
    dependencies = [("coverage", "0031_word_old_entries")]

    operations = [
        migrations.AddField(
            model_name="livepage",
            name="shift_note",
            field=coverage.models.fields.LinesField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="What colleagues have to know. Readers don't see it.",
                max_length=5000,
                verbose_name="note for the next shift",
            ),
        ),
    ]
