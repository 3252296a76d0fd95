# The help of two fields: nothing changes in the database.

import snippets.validators
import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0012_calls_of_the_home_page'),
    ]

    operations = [
        migrations.AlterField(
            model_name='navigation',
            name='footer_columns',
            field=wagtail.fields.StreamField([('column', 6)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 60}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Texte du lien', 'max_length': 60}), 2: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page du site', 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'https://…, mailto:…, tel:… ou une adresse de ce site qui commence par /.', 'label': 'ou adresse', 'max_length': 500, 'required': False, 'search_index': False, 'validators': [snippets.validators.validate_link]}), 4: ('wagtail.blocks.StructBlock', [[('label', 1), ('page', 2), ('address', 3)]], {}), 5: ('wagtail.blocks.ListBlock', (4,), {'label': 'Liens', 'max_num': 10, 'min_num': 1}), 6: ('wagtail.blocks.StructBlock', [[('title', 0), ('links', 5)]], {})}, help_text='Après les contacts du service emploi. Vide\xa0: un lien vers toutes les offres. Mentions légales, «\xa0Vos données\xa0» et accessibilité sont toujours là.', verbose_name='colonnes du pied de page'),
        ),
        migrations.AlterField(
            model_name='navigation',
            name='main_menu',
            field=wagtail.fields.StreamField([('link', 3)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Texte du lien', 'max_length': 60}), 1: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page du site', 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'https://…, mailto:…, tel:… ou une adresse de ce site qui commence par /.', 'label': 'ou adresse', 'max_length': 500, 'required': False, 'search_index': False, 'validators': [snippets.validators.validate_link]}), 3: ('wagtail.blocks.StructBlock', [[('label', 0), ('page', 1), ('address', 2)]], {})}, help_text='Sept liens au plus. Vide\xa0: le menu d’origine du site. Les liens de chacun, comme «\xa0Mon compte\xa0», viennent toujours après.', verbose_name='menu principal'),
        ),
    ]
