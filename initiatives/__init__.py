"""What people do: initiatives, who takes part, activities, offers and needs, stories."""
