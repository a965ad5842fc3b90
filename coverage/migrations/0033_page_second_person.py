from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coverage", "0032_page_shift_note")]

    operations = [
        migrations.AddField(
            model_name="livepage",
            name="needs_second_person",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Nobody publishes what they made themselves.",
                verbose_name="every update needs a second person",
            ),
        ),
    ]
