from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coverage", "0047_page_closing_line")]

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
