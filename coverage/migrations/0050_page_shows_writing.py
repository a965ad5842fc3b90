from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coverage", "0048_reader_count")]

    operations = [
        migrations.AddField(
            model_name="livepage",
            name="shows_writing",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Readers are told that somebody writes, never who or what.",
                verbose_name="tell readers when a reporter is writing",
            ),
        ),
    ]
