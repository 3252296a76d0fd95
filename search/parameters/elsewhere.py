"""What people type for a place that is none of our communes.

The largest towns, those around us, the regions and countries near by: looked for by spelling, some
of them would be taken for a commune of ours.
"""

from snippets.folding import fold_place

_NAMES = """
    Paris, Marseille, Lyon, Toulouse, Nice, Nantes, Montpellier, Strasbourg, Bordeaux, Lille,
    Rennes, Reims, Toulon, Saint-Étienne, Le Havre, Dijon, Grenoble, Angers, Villeurbanne,
    Saint-Denis, Nîmes, Aix-en-Provence, Clermont-Ferrand, Le Mans, Brest, Tours, Amiens,
    Annecy, Limoges, Metz, Perpignan, Boulogne-Billancourt, Besançon, Orléans, Rouen, Mulhouse,
    Caen, Nancy, Argenteuil, Montreuil, Roubaix, Tourcoing, Dunkerque, Avignon, Poitiers,
    Nanterre, Créteil, Versailles, Pau, La Rochelle, Cannes, Antibes, Calais, Béziers, Colmar,
    Bourges, Valence, Troyes, Chambéry, Lorient, Quimper, Charleville-Mézières,
    Chalon-sur-Saône, Mâcon, Auxerre, Nevers, Lons-le-Saunier, Dole, Bourg-en-Bresse, Épinal,
    Bar-le-Duc, Chaumont, Langres, Saint-Dié-des-Vosges, Gérardmer, Remiremont,
    Montbéliard, Sochaux, Audincourt, Valentigney, Exincourt, Étupes, Grand-Charmont,
    Bethoncourt, Hérimoncourt, Seloncourt, Pont-de-Roide, Maîche, Morteau, Pontarlier,
    Baume-les-Dames, L’Isle-sur-le-Doubs, Héricourt, Lure, Luxeuil-les-Bains, Vesoul, Gray,
    Ronchamp, Champagney, Plancher-Bas, Plancher-les-Mines, Châlonvillars, Altkirch, Cernay,
    Dannemarie, Guebwiller, Masevaux, Saint-Louis, Thann, Wittelsheim, Illzach, Sélestat,
    Haguenau, Le Thillot, Bâle, Delémont, Porrentruy, Boncourt, Bienne, Neuchâtel, Lausanne,
    Genève, Berne, Zurich, Fribourg, Francfort, Luxembourg, Bruxelles, Londres,
    Doubs, Haute-Saône, Haut-Rhin, Bas-Rhin, Vosges, Jura, Alsace, Franche-Comté, Lorraine,
    Bourgogne, Grand Est, Île-de-France, Suisse, Allemagne, Belgique
"""
ELSEWHERE = frozenset(map(fold_place, _NAMES.split(",")))
