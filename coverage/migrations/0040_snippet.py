import coverage.models.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coverage", "0034_entry_moments")]

    operations = [
        migrations.CreateModel(
            name='Snippet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', coverage.models.fields.LineField(max_length=80, verbose_name='name')),
                ('body', coverage.models.fields.BodyField(error_messages={'blank': 'Write the text first.'}, verbose_name='text')),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Smaller numbers come first.', verbose_name='order')),
                ('page', models.ForeignKey(blank=True, help_text='Without one it is offered on every page.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='snippets', to='coverage.livepage', verbose_name='live page')),
            ],
            options={
                'verbose_name': 'snippet',
                'verbose_name_plural': 'snippets',
                'ordering': ['order', 'name'],
                'permissions': [('share_snippet', 'May keep snippets for all pages')],
            },
        ),
        migrations.CreateModel(
            name='SnippetImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='coverage.image')),
                ('snippet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='coverage.snippet')),
            ],
        ),
        migrations.AddField(
            model_name='snippet',
            name='images',
            field=models.ManyToManyField(editable=False, related_name='+', through='coverage.SnippetImage', to='coverage.image'),
        ),
        migrations.CreateModel(
            name='SnippetVideo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('snippet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='coverage.snippet')),
                ('video', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='coverage.video')),
            ],
        ),
        migrations.AddField(
            model_name='snippet',
            name='videos',
            field=models.ManyToManyField(editable=False, related_name='+', through='coverage.SnippetVideo', to='coverage.video'),
        ),
        migrations.AddConstraint(
            model_name='snippetimage',
            constraint=models.UniqueConstraint(fields=('snippet', 'image'), name='snippet_image_once'),
        ),
        migrations.AddConstraint(
            model_name='snippetvideo',
            constraint=models.UniqueConstraint(fields=('snippet', 'video'), name='snippet_video_once'),
        ),
        migrations.AddConstraint(
            model_name='snippet',
            constraint=models.UniqueConstraint(fields=('page', 'name'), name='snippet_name_once', nulls_distinct=False, violation_error_message='There is a snippet of this name already; choose another.'),
        ),
    ]
