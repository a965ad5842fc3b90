from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coverage", "0061_site_face_roles")]

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
