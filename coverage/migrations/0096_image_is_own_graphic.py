from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coverage", "0081_embed_roles")]

    operations = [
        migrations.AddField(
            model_name="image",
            name="is_own_graphic",
            field=models.BooleanField(db_default=False, default=False, help_text="It needs no credit.", verbose_name="is our own graphic or map"),
        ),
    ]
